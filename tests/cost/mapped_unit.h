// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "sim/base/process.h"
#include "sim/cost/liberty/liberty.h"
#include "sim/cost/netlist/netlist.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/unit/unit_config.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {

inline constexpr const char* kOsu018 = "/usr/share/qflow/tech/osu018/osu018_stdcells.lib";
inline constexpr const char* kOsu018Verilog = "/usr/share/qflow/tech/osu018/osu018_stdcells.v";

/// A unit mapped to a library by a plain run of Yosys; the files are netlist.v and netlist.json in a folder of its own.
class MappedUnit {
 public:
  /// `table`, when not empty, takes the place of rtl/common/pwl_table.sv and may instantiate the library's cells, which
  /// it declares as black boxes. `rename`: whether nets get plain names; otherwise they keep those of Yosys, which have
  /// all kinds of characters.
  explicit MappedUnit(const UnitConfig& unit, const std::string& liberty = kOsu018, const std::string& table = "",
                      bool rename = true)
      : config(unit), library(read_liberty(liberty)) {
    std::string script = "read_verilog -sv -DSYNTHESIS";
    for (const auto& file : own_rtl(unit).files) {
      if (table.empty() || file.filename() != "pwl_table.sv") script += " " + file.string();
    }
    if (!table.empty()) script += " " + folder.write("table.sv", table);
    script += "\nhierarchy -top " + unit.rtl_top();
    for (std::string parameter : unit.rtl_parameters()) {
      script += " -chparam " + parameter.replace(parameter.find('='), 1, " ");
    }
    script += "\nrename -top unit\nsynth -flatten\ndfflibmap -liberty " + liberty + "\nabc -liberty " + liberty +
              "\nopt_clean -purge\nsplitnets\nopt_clean -purge\n" + (rename ? "rename -enumerate -pattern n%\n" : "") +
              "delete =A:blackbox\nwrite_verilog -norename -noattr -noexpr -nohex -nodec netlist.v\nwrite_json "
              "netlist.json\n";
    folder.write("synthesis.ys", script);
    const ProcessResult result = run_process({"yosys", "-q", "synthesis.ys"}, folder.path());
    if (result.exit_code != 0) throw std::runtime_error("Yosys failed: " + result.output);
    netlist = read_netlist(folder.path() / "netlist.json");
  }

  std::filesystem::path verilog() const { return folder.path() / "netlist.v"; }

  /// Index of a net in netlist.nets.
  int net(const std::string& name) const {
    const auto found = std::find(netlist.nets.begin(), netlist.nets.end(), name);
    if (found == netlist.nets.end()) throw std::runtime_error("no net " + name);
    return static_cast<int>(found - netlist.nets.begin());
  }

  ScratchFolder folder;
  const UnitConfig& config;
  Library library;
  Netlist netlist;
};

}  // namespace pwlsim::tests
