// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <iostream>
#include <map>
#include <memory>

#include "sim/cli/all_cores.h"
#include "sim/cli/commands.h"
#include "sim/cli/options.h"
#include "sim/cost/synthesis.h"
#include "sim/lockstep/cache_entry.h"

namespace pwlsim {
namespace {
struct CostOptions {
  std::vector<std::string> units, dont_use;
  std::string liberty = "/usr/share/qflow/tech/osu018/osu018_stdcells.lib";
  double clock = 10;
  std::string storage = "flop";
};
}  // namespace

void add_cost(CLI::App& program, int& exit_code) {
  CLI::App* const app = program.add_subcommand("cost", "Area, timing and power");
  const auto options = std::make_shared<CostOptions>();
  app->add_option("--units", options->units, "")->delimiter(',');
  app->add_option("--liberty", options->liberty, "");
  app->add_option("--clock", options->clock, "");
  app->add_option("--storage", options->storage, "");
  app->callback([options, &exit_code] {
    const Technology technology = read_technology(options->liberty, options->dont_use);
    const std::vector<std::string>& units = options->units.empty() ? standard_units() : options->units;
    std::vector<Synthesis> results(units.size());
    TableStorage storage = TableStorage::kFlop;
    for (const NamedStorage& named : table_storages()) if (named.name == options->storage) storage = named.value;
    for_each_on_all_cores(units.size(), [&](std::size_t i) {
      results[i] = synthesise({&find_unit(units[i]), &technology, options->clock, storage}, default_cache());
    });
    for (std::size_t i = 0; i < units.size(); ++i) {
      const Synthesis& s = results[i];
      std::cout << fmt::format("{:10} {:8} {:8.1f} GE {:6} cells {:5} flops slack {:6.3f} hold {:.3f} fmax {:.1f}", units[i], s.recipe, s.area / technology.gate_equivalent(), s.netlist.cells.size(), s.flops, s.timing.slack, s.timing.hold_slack, s.timing.fmax);
      std::map<std::string, double> parts;
      for (const auto& c : s.netlist.cells) parts[c.part] += technology.library.cell(c.type)->area / technology.gate_equivalent();
      for (const auto& [p, a] : parts) std::cout << fmt::format(" {}={:.0f}", p, a);
      std::cout << " " << s.folder.string() << "\n";
    }
    exit_code = 0;
  });
}
}  // namespace pwlsim
