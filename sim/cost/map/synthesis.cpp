// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/map/synthesis.h"

#include <fmt/format.h>
#include <fnmatch.h>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "sim/base/cache_entry.h"
#include "sim/base/content_hash.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/json_place.h"
#include "sim/base/process.h"
#include "sim/cost/code_version.h"
#include "sim/cost/liberty/liberty_writer.h"
#include "sim/cost/liberty/usable_cells.h"
#include "sim/cost/map/library_techmap.h"
#include "sim/cost/map/repair.h"
#include "sim/cost/map/sizing.h"
#include "sim/cost/netlist/mapped_netlist.h"
#include "sim/cost/netlist/netlist_writer.h"
#include "sim/cost/netlist/open_outputs.h"
#include "sim/cost/netlist/unit_parts.h"
#include "sim/cost/timing/clock_check.h"
#include "sim/cost/timing/clock_tree.h"
#include "sim/cost/tool/scripts.h"
#include "sim/cost/tool/tool_warnings.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/lockstep/rtl_text.h"
#include "sim/rooms.h"

namespace pwlsim::cost {
namespace fs = std::filesystem;
namespace {

// Slack that sizing aims at, and the greatest miss that another round of sizing may repair, as a share of the clock's
// period.
constexpr double kSlackMargin = 0.003;
constexpr double kNearMiss = 0.04;
constexpr int kSizingRounds = 3;

// How much more area than the smallest a faster result may cost, as a share.
constexpr double kAreaForSpeed = 0.01;

// The file with all output of Yosys and ABC, as -q hides ABC's warnings, and the text that scripts/synthesis.tcl writes
// there after it has read the library.
constexpr const char* kFullLog = "yosys.log";
constexpr const char* kLibraryRead = "pwlsim: the library is read";

// Characters of a tool's message that are shown; the log has all of them.
constexpr std::size_t kMostOfError = 400;

void write(const fs::path& path, const std::string& content) { write_file(path.string(), content, "synthesis"); }

std::string name_of(TableStorage storage) {
  for (const NamedStorage& named : table_storages()) {
    if (named.value == storage) return named.name;
  }
  return "";
}

/// The versions of the tools. Part of every cache key.
const std::string& tool_versions() {
  static const std::string versions = versions_of({{"yosys", "-V"}, {"sta", "-version"}});
  return versions;
}

/// Files of a folder with one of these endings, sorted.
std::vector<fs::path> files_of(const fs::path& folder, const std::set<std::string>& endings) {
  std::vector<fs::path> files;
  try {
    for (const auto& file : fs::directory_iterator(folder)) {
      if (endings.count(file.path().extension().string()) != 0) files.push_back(file.path());
    }
  } catch (const fs::filesystem_error& error) {
    throw InputError(folder.string() + ": " + error.code().message());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// The Liberty text for the mapper. ABC fails with fewer than three gates, so a library of an inverter and a NAND gets
/// a buffer that later becomes a wire.
std::string mapper_library(const Technology& technology) {
  constexpr std::ptrdiff_t kFewest = 3;
  const std::vector<LibertyCell>& cells = technology.library.cells;
  const auto gates = std::count_if(cells.begin(), cells.end(),
                                   [](const LibertyCell& cell) { return cell.unusable.empty() && !cell.sequential(); });
  std::string text = technology.mapper_text;
  if (gates >= kFewest) return text;
  std::string tables;
  for (const char* table : {"cell_rise", "cell_fall", "rise_transition", "fall_transition"}) {
    tables += fmt::format(" {} (\"scalar\") {{ values (\"0.1\"); }}", table);
  }
  return text.insert(text.rfind('}'),
                     fmt::format("  cell (\"{}\") {{\n    area : {:g};\n    pin (\"A\") {{ direction : input; }}\n"
                                 "    pin (\"Y\") {{ direction : output; function : \"A\"; timing () {{ related_pin : "
                                 "\"A\"; timing_sense : positive_unate;{} }} }}\n  }}\n",
                                 kWireCell, technology.cells.inverter.area, tables));
}

/// The texts that Yosys reads.
std::vector<std::string> texts_of(const RtlSource& rtl) {
  std::vector<std::string> texts;
  if (!rtl.foreign) {
    for (const fs::path& file : rtl.files) texts.push_back(read_file(file.string()));
    return texts;
  }
  for (const RtlText& text : rtl_texts(rtl)) {
    if (!is_configuration(text.name)) texts.push_back(text.content);
  }
  return texts;
}

/// The files of data that a user's RTL names, where Yosys finds them.
void add_data(const RtlSource& rtl, std::vector<std::pair<std::string, std::string>>& inputs) {
  for (const std::string& file : data_of(rtl)) {
    const fs::path path = file;
    if (path.is_relative() && path.has_parent_path()) {
      throw InputError(printable(file) +
                       ": for synthesis a file of data has to be named by its whole path, or lie in "
                       "the working folder");
    }
    inputs.emplace_back(path.is_relative() ? file : fmt::format("data_{}", inputs.size()), read_file(file));
  }
}

/// The files that decide the result, with their names for the tools.
std::vector<std::pair<std::string, std::string>> make_inputs(const SynthesisRequest& request) {
  std::vector<std::pair<std::string, std::string>> inputs;
  for (const fs::path& file : files_of(scripts_folder(), {".v", ".tcl"})) {
    inputs.emplace_back(file.filename().string(), read_file(file.string()));
  }
  const RtlSource rtl = request.rtl.value_or(own_rtl(*request.unit));
  std::string sources;
  for (const std::string& text : texts_of(rtl)) {
    const std::string name = fmt::format("source_{}.sv", inputs.size());
    sources += " " + name;
    inputs.emplace_back(name, text);
  }
  if (rtl.foreign) add_data(rtl, inputs);
  const LibraryCells& cells = request.technology->cells;
  inputs.emplace_back("library.lib", mapper_library(*request.technology));
  inputs.emplace_back("flops.v", flop_techmap(cells));
  inputs.emplace_back("cells.v", library_techmap(cells));

  std::string parameters;
  for (const std::string& parameter : rtl.parameters) {
    const std::size_t equals = parameter.find('=');
    parameters += parameter.substr(0, equals) + " " + parameter.substr(equals + 1) + " ";
  }
  inputs.emplace_back("settings.tcl",
                      fmt::format("set top {}\nset parameters {{{}}}\nset sources {{{}}}\nset period {:.0f}\n"
                                  "set storage {}\nset enable_cell {}\nset buffer_cell {}\n",
                                  rtl.top, parameters, sources, request.clock_ns * 1000, name_of(request.storage),
                                  has_enable_techmap(cells) ? 1 : 0, cells.buffer ? 1 : 0));
  return inputs;
}

/// Copies the log of a failed tool to a place outside the entry, which is removed, and throws.
template <class Error>
[[noreturn]] void fail(const fs::path& cache, const std::string& key, const UnitConfig& unit, const std::string& reason,
                       const std::string& log) {
  check_space(cache.string());  // a full disk is the cause of many other errors
  const fs::path path = cache / (key + ".log");
  write(path, log);
  throw Error(fmt::format("synthesis of {}: {}; the log is {}", unit.name, reason, path.string()));
}

struct Candidate {
  std::string recipe;
  Netlist netlist = {};
  Timing timing = {};
  double area = 0;
  double mapped_area = 0;  ///< before repair and sizing
};

double area_of(const Netlist& netlist, const Library& library) {
  double area = 0;
  for (const Netlist::Cell& cell : netlist.cells) area += library.cell(cell.type)->area;
  return area;
}

/// The fastest candidate that meets the clock and is hardly larger than the smallest one that does. When none meets it,
/// the fastest of all.
const Candidate& choose(const std::vector<Candidate>& candidates) {
  const auto meets = [](const Candidate& candidate) { return candidate.timing.slack >= 0; };
  double smallest = INFINITY;
  for (const Candidate& candidate : candidates) {
    if (meets(candidate)) smallest = std::min(smallest, candidate.area);
  }
  const Candidate* best = nullptr;
  for (const Candidate& candidate : candidates) {
    if (std::isfinite(smallest) && (!meets(candidate) || candidate.area > (1 + kAreaForSpeed) * smallest)) continue;
    if (best == nullptr || candidate.timing.slack > best->timing.slack) best = &candidate;
  }
  return *best;
}

/// Sizes a candidate and times it with OpenSTA, whose result counts. OpenSTA's wires differ a little from those of
/// StaticTiming, so a candidate that just misses the clock is sized again with the difference as a margin.
void size(Candidate& candidate, const SynthesisRequest& request, const fs::path& folder) {
  const Library& library = request.technology->library;
  const Netlist mapped = candidate.netlist;
  double margin = kSlackMargin * request.clock_ns;
  for (int round = 0; round < kSizingRounds; ++round) {
    candidate.netlist = mapped;
    size_cells(candidate.netlist, library, {request.clock_ns, kInputSlew}, margin);
    write(folder / "netlist.v", netlist_verilog(candidate.netlist));
    candidate.timing = find_timing(folder, request.clock_ns, kInputSlew);
    const double missed = -candidate.timing.slack;
    if (missed <= 0 || missed > kNearMiss * request.clock_ns) break;
    margin += missed + kSlackMargin * request.clock_ns;
  }
  candidate.area = area_of(candidate.netlist, library);
}

/// The last lines of a log that describe an error.
std::string error_of(const std::string& log) {
  const std::size_t error = log.rfind("ERROR");
  const std::size_t from = error == std::string::npos ? log.rfind('\n', log.size() < 2 ? 0 : log.size() - 2) : error;
  std::string text = log.substr(from == std::string::npos ? 0 : from);
  while (!text.empty() && (text.front() == '\n' || text.back() == '\n')) {
    text.erase(text.front() == '\n' ? 0 : text.size() - 1, 1);
  }
  return text;
}

/// The part of Yosys's log about the library: the output while Yosys reads it, and all output of ABC.
std::string about_library(const std::string& log) {
  std::string part = log.substr(0, log.find(kLibraryRead));
  std::istringstream lines(log.substr(part.size()));
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("ABC:", 0) == 0) part += line + "\n";
  }
  return part;
}

/// The areas of a user's instances. Of a unit that Yosys maps only when it is flat there are none, and a reason.
nlohmann::ordered_json instances_of(const SynthesisRequest& request, const std::string& recipe,
                                    const fs::path& folder) {
  const std::string settings = read_file((folder / "settings.tcl").string());
  write(folder / "settings.tcl", settings + "set kept " + recipe + "\n");
  const ProcessResult yosys = run_process({"yosys", "-q", "-c", "synthesis.tcl"}, folder);
  check_machine(yosys, "Yosys, without flattening");
  write(folder / "settings.tcl", settings);
  nlohmann::ordered_json result = {{"instances", nlohmann::ordered_json::array()}, {"no_instances", ""}};
  const fs::path mapped = folder / ("mapped_" + recipe + ".json");
  if (yosys.exit_code != 0 || !fs::exists(mapped)) {
    result["no_instances"] = "Yosys failed: " + printable(error_of(yosys.output), kMostOfError);
    return result;
  }
  for (const InstanceArea& one : read_instances(mapped, "unit", request.technology->library)) {
    result["instances"].push_back({{"name", one.name}, {"cells", one.cells}, {"area", one.area}});
  }
  fs::remove(mapped);
  return result;
}

void make(const SynthesisRequest& request, const std::vector<std::pair<std::string, std::string>>& inputs,
          const fs::path& cache, const std::string& key, CacheEntry& entry) {
  const fs::path& folder = entry.folder();
  for (const auto& [name, content] : inputs) write(folder / name, content);
  const ProcessResult yosys = run_process({"yosys", "-q", "-l", kFullLog, "-c", "synthesis.tcl"}, folder);
  if (yosys.signal != 0) fail<MachineError>(cache, key, *request.unit, "Yosys " + yosys.ending(), yosys.output);
  if (yosys.exit_code != 0) {
    const std::string error = printable(error_of(yosys.output), kMostOfError);
    fail<InputError>(cache, key, *request.unit, "Yosys " + (error.empty() ? yosys.ending() : "failed: " + error),
                     yosys.output);
  }
  write(folder / "synthesis.log", yosys.output);
  if (fs::exists(folder / kFullLog)) {
    try {
      check_warnings("Yosys", about_library(read_file((folder / kFullLog).string())));
    } catch (const InputError& error) {
      fail<InputError>(cache, key, *request.unit, request.technology->library.file + ": " + error.what(), yosys.output);
    }
  }
  const Library& library = request.technology->library;
  std::vector<Candidate> candidates;
  std::string considered;
  for (const fs::path& file : files_of(folder, {".json"})) {
    Candidate candidate{.recipe = file.stem().string().substr(std::string("mapped_").size())};
    try {
      candidate.netlist = read_netlist(file);
      name_open_outputs(candidate.netlist, library);
      check_clocks(map_netlist(candidate.netlist, library, kClockPort));
    } catch (const InputError& error) {
      fail<InputError>(cache, key, *request.unit, error.what(), yosys.output);
    }
    candidate.mapped_area = area_of(candidate.netlist, library);
    repair_loads(candidate.netlist, library);
    const auto timing_log = [&] {
      const fs::path log = folder / "timing.log";
      return fs::exists(log) ? read_file(log.string()) : "";
    };
    try {
      size(candidate, request, folder);
    } catch (const InputError& error) {
      fail<InputError>(cache, key, *request.unit, library.file + ": " + error.what(), timing_log());
    } catch (const MachineError& error) {
      fail<MachineError>(cache, key, *request.unit, error.what(), timing_log());
    }
    considered +=
        fmt::format("{}: {:.0f} um2, slack {:.3f} ns\n", candidate.recipe, candidate.area, candidate.timing.slack);
    fs::rename(folder / "timing.log", folder / (candidate.recipe + ".log"));
    candidates.push_back(std::move(candidate));
    fs::remove(file);
  }
  if (candidates.empty()) fail<InputError>(cache, key, *request.unit, "Yosys made no netlist", yosys.output);
  Candidate best = choose(candidates);
  fs::rename(folder / (best.recipe + ".log"), folder / "timing.log");
  if (request.rtl && request.rtl->foreign) {
    assign_instances(best.netlist, library);
  } else {
    assign_parts(best.netlist, library, *request.unit);
  }
  write(folder / "recipes.log", considered);
  write(folder / "netlist.v", netlist_verilog(best.netlist));
  const Timing& timing = best.timing;
  nlohmann::ordered_json result = {{"recipe", best.recipe},           {"slack", timing.slack},
                                   {"hold_slack", timing.hold_slack}, {"fmax", timing.fmax},
                                   {"start", timing.start},           {"end", timing.end},
                                   {"cells", timing.cells},           {"mapped_area", best.mapped_area}};
  if (request.rtl && request.rtl->foreign) result.update(instances_of(request, best.recipe, folder));
  write(folder / "result.json", json_dump(result, 2) + "\n");
  write(folder / "netlist.json", netlist_json(best.netlist));
  fs::remove(folder / kFullLog);
  fs::remove(folder / "library.lib");  // may be large, and the user has the original
  entry.commit();
}

}  // namespace

std::string synthesis_tools() {
  // "Yosys 0.23 (git sha1 …)\n2.0.17 …\n"
  const std::string& versions = tool_versions();
  const std::size_t line = versions.find('\n');
  std::string yosys = versions.substr(0, versions.find(" (git"));
  const std::string sta = versions.substr(line + 1, versions.find_first_of(" \n", line + 1) - line - 1);
  return yosys + ", OpenSTA " + sta;
}

const std::vector<NamedStorage>& table_storages() {
  static const std::vector<NamedStorage> storages = {
      {"flop", TableStorage::kFlop}, {"gated", TableStorage::kGatedFlop}, {"latch", TableStorage::kLatch}};
  return storages;
}

Technology read_technology(const std::vector<fs::path>& liberty, const std::vector<std::string>& dont_use,
                           const LayoutFiles& layout) {
  Technology technology{.library = read_liberty(liberty)};
  Library& library = technology.library;
  technology.areas = add_layout_data(library, layout);
  leave_out_unusable(library);
  technology.left_out = left_out_text(library);
  for (const std::string& pattern : dont_use) {
    bool fits = false;
    for (LibertyCell& cell : library.cells) {
      if (fnmatch(pattern.c_str(), cell.name.c_str(), 0) != 0) continue;
      cell.unusable = "is not to be used";
      fits = true;
    }
    if (!fits) {
      throw InputError(fmt::format("--dont-use {}: no cell of {} has such a name", printable(pattern), library.file));
    }
  }
  technology.mapper_text = liberty_text(library, LibertyDetail::kTiming);
  technology.cells = find_library_cells(library);
  technology.clock_buffer = find_clock_buffer(library, technology.cells.flop.name);
  return technology;
}

Technology read_technology(const fs::path& liberty, const std::vector<std::string>& dont_use,
                           const LayoutFiles& layout) {
  return read_technology(std::vector<fs::path>{liberty}, dont_use, layout);
}

Synthesis synthesise(const SynthesisRequest& request, const fs::path& cache) {
  const LibraryCells& cells = request.technology->cells;
  const auto need = [&](const auto& role, const char* name, const char* what) {
    if (!role) {
      const Library& library = request.technology->library;
      throw InputError(fmt::format("{}: library {} has no {}, needed for table storage {} ({})", library.file,
                                   printable(library.name), what, name_of(request.storage), cells.missing.at(name)));
    }
  };
  if (request.rtl && request.rtl->foreign && request.storage != TableStorage::kFlop) {
    throw InputError("table storage " + name_of(request.storage) +
                     ": where a foreign unit keeps its table is not known; it is synthesised as it is written");
  }
  if (request.storage != TableStorage::kFlop) need(cells.clock_gate, "clock_gate", "clock gate");
  if (request.storage == TableStorage::kLatch) need(cells.latch_high, "latch_high", "latch");

  const std::vector<std::pair<std::string, std::string>> inputs = make_inputs(request);
  ContentHash hash;
  hash.add(tool_versions());
  hash.add(fmt::format("clock {} ns", request.clock_ns));  // settings.tcl rounds it to whole ps
  for (const auto& [name, content] : inputs) {
    hash.add(name);
    hash.add(content);
  }
  const std::string key = "synthesis-" + hash.hex();
  CacheEntry entry(cache, kCodeVersion, key, "netlist.json");
  if (!entry.complete()) make(request, inputs, cache, key, entry);

  Synthesis synthesis;
  synthesis.folder = entry.folder();
  synthesis.netlist = read_netlist(synthesis.folder / "netlist.json");
  const JsonFile file = read_json((synthesis.folder / "result.json").string());
  const JsonPlace result = file.root();
  result.expect_keys({"recipe", "slack", "hold_slack", "fmax", "start", "end", "cells", "mapped_area"},
                     {"instances", "no_instances"});
  synthesis.recipe = result.at("recipe").any_text();
  synthesis.timing = {.slack = result.at("slack").number(),
                      .hold_slack = result.at("hold_slack").number(),
                      .fmax = result.at("fmax").number(),
                      .start = result.at("start").any_text(),
                      .end = result.at("end").any_text(),
                      .cells = result.at("cells").any_texts()};
  synthesis.mapped_area = result.at("mapped_area").number();
  if (result.has("instances")) {
    synthesis.no_instances = result.at("no_instances").any_text();
    const JsonPlace instances = result.at("instances");
    for (const JsonPlace& one : instances.items()) {
      synthesis.instances.push_back({one.at("name").any_text(), static_cast<int>(one.at("cells").integer(0, INT32_MAX)),
                                     one.at("area").number()});
    }
  }
  synthesis.area = area_of(synthesis.netlist, request.technology->library);
  for (const Netlist::Cell& cell : synthesis.netlist.cells) {
    if (!request.technology->library.cell(cell.type)->states.empty()) ++synthesis.flops;
  }
  return synthesis;
}

}  // namespace pwlsim::cost
