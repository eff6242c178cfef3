// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/unit_models.h"

#include <fmt/format.h>
#include <atomic>
#include <map>
#include <mutex>

#include "sim/cli/all_cores.h"
#include "sim/cli/progress.h"
#include "sim/cost/gates.h"
#include "sim/lockstep/cache_entry.h"
#include "sim/lockstep/systemc_model.h"
#include "sim/pwl/find_named.h"

namespace pwlsim {

std::vector<UnitModel*> UnitModels::all() const {
  std::vector<UnitModel*> models;
  for (UnitModel* const model : {systemc.get(), rtl.get(), static_cast<UnitModel*>(gates.get())}) {
    if (model != nullptr) models.push_back(model);
  }
  return models;
}

std::vector<UnitModels> load_unit_models(const Options& options, const std::vector<const UnitConfig*>& units) {
  const RtlLoader loader;
  std::optional<Technology> technology;
  if (options.cost.wanted) {
    technology =
        read_technology(options.cost.liberty.empty() ? default_liberty() : options.cost.liberty, options.cost.dont_use);
  }
  const TableStorage storage = find_named(table_storages(), "table storage", options.cost.storage).value;
  std::vector<std::optional<Synthesis>> syntheses(units.size());
  std::vector<RtlSource> gates(units.size());
  const bool trace = !options.trace.empty();
  Progress progress;
  std::atomic<std::size_t> built{0};
  std::mutex mutex;
  for_each_on_all_cores(units.size(), [&](std::size_t i) {
    loader.build(rtl_source(options, *units[i]), *units[i], trace);
    if (technology) {
      syntheses[i] = synthesise({units[i], &*technology, options.cost.clock, storage}, default_cache());
      gates[i] = gates_rtl(loader, {syntheses[i]->folder / "netlist.v", syntheses[i]->netlist, technology->library});
      loader.build(gates[i], *units[i], trace);
    }
    const std::lock_guard lock(mutex);
    progress.show(fmt::format("building models: {} of {} units", ++built, units.size()));
  });
  std::vector<UnitModels> models;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const UnitConfig& unit = *units[i];
    const std::string prefix = trace ? options.trace + "." + unit.name : "";
    UnitModels& loaded = models.emplace_back();
    loaded.unit = &unit;
    loaded.latency = options.latency.value_or(unit.latency());
    if (loaded.latency == unit.latency()) loaded.systemc = make_systemc_model(unit, prefix);
    loaded.rtl = loader.load(rtl_source(options, unit), unit, options.seed, trace ? prefix + ".fst" : "");
    if (technology) {
      loaded.gates = loader.load_netlist(gates[i], unit, options.seed, trace ? prefix + ".gates.fst" : "");
    }
  }
  return models;
}

}  // namespace pwlsim
