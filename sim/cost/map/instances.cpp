// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/map/instances.h"

#include <nlohmann/json.hpp>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/json_place.h"
#include "sim/lockstep/rtl_adapter.h"

namespace pwlsim::cost {
namespace {

using Json = nlohmann::json;

class Reader {
 public:
  Reader(const Json& modules, const Library& library) : modules_(modules), library_(library) {}

  std::vector<InstanceArea> below(const std::string& top) {
    std::vector<InstanceArea> all = {{kOwnCells}};
    add_children(top, all);
    return all;
  }

 private:
  void add_children(const std::string& module, std::vector<InstanceArea>& all) {
    for (const auto& [name, cell] : modules_.at(module).at("cells").items()) {
      const std::string type = cell.at("type");
      if (!modules_.contains(type)) {
        add_cell(type, all.front());
      } else if (name == kAdapterInstance && all.size() == 1) {
        add_children(type, all);
      } else {
        InstanceArea& instance = all.emplace_back(InstanceArea{name});
        add_all(type, instance);
      }
    }
  }

  void add_all(const std::string& module, InstanceArea& sum) {
    for (const auto& [name, cell] : modules_.at(module).at("cells").items()) {
      const std::string type = cell.at("type");
      if (modules_.contains(type)) {
        add_all(type, sum);
      } else {
        add_cell(type, sum);
      }
    }
  }

  void add_cell(const std::string& type, InstanceArea& sum) const {
    const LibertyCell* const cell = library_.cell(type);
    if (cell == nullptr) throw InputError("there is neither a module nor a cell " + printable(type));
    ++sum.cells;
    sum.area += cell->area;
  }

  const Json& modules_;
  const Library& library_;
};

}  // namespace

std::vector<InstanceArea> read_instances(const std::filesystem::path& file, const std::string& top,
                                         const Library& library) {
  const Json document = parse_foreign_json(read_file(file.string()), file.string());
  try {
    return Reader(document.at("modules"), library).below(top);
  } catch (const Json::exception& error) {
    throw InputError(file.string() + ": not a netlist of Yosys: " + error.what());
  } catch (const InputError& error) {
    throw InputError(file.string() + ": " + error.what());
  }
}

}  // namespace pwlsim::cost
