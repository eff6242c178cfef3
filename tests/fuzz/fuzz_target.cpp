// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzz_target.h"

#include <zlib.h>
#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "sim/base/error.h"
#include "sim/base/random.h"
#include "sim/cost/liberty/lef.h"
#include "sim/cost/liberty/liberty.h"
#include "sim/cost/liberty/liberty_writer.h"
#include "sim/cost/liberty/library_cells.h"
#include "sim/cost/liberty/usable_cells.h"
#include "sim/cost/liberty/wire_load.h"
#include "sim/cost/map/library_techmap.h"
#include "sim/fit/activations.h"
#include "sim/fit/fit.h"
#include "sim/fit/register_export.h"
#include "sim/fit/table_file.h"
#include "sim/lockstep/recording.h"
#include "sim/report/budgets.h"
#include "sim/report/document_csv.h"
#include "sim/report/document_json.h"
#include "sim/report/document_markdown.h"
#include "sim/report/document_terminal.h"
#include "sim/report/evidence.h"
#include "sim/stress/scenario.h"
#include "tests/cost/tiny_lef.h"
#include "tests/cost/tiny_library.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kNumbers = {"0",
                                           "-1",
                                           "1e308",
                                           "-1e308",
                                           "1e999",
                                           "1e-320",
                                           "nan",
                                           "inf",
                                           "0x10",
                                           "255",
                                           "4294967296",
                                           "99999999999999999999",
                                           "-9223372036854775808",
                                           "1.5e"};

std::vector<std::string> json_tokens(std::vector<std::string> keys) {
  for (const char* token : {"null", "true", "\"\"", "[]", "{}", "[[[[", "}", ",", ":", "\"\\ud800\"", "\xff"}) {
    keys.emplace_back(token);
  }
  return keys;
}

std::string compressed(const std::string& text) {
  std::string result(text.size() + 256, '\0');
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(result.data());
  stream.avail_out = static_cast<uInt>(result.size());
  deflate(&stream, Z_FINISH);
  result.resize(stream.total_out);
  deflateEnd(&stream);
  return result;
}

FuzzTarget tables() {
  FuzzTarget target{"tables",
                    "t.json",
                    {},
                    json_tokens({"\"function\"", "\"unit\"", "\"breakpoints\"", "\"slopes\"", "Infinity", "NaN"}),
                    [](const std::string& path) {
                      const std::vector<FittedTable> read = read_tables(path);
                      tables_json(read, "fuzz");
                    }};
  const auto add = [&](const char* unit_name, const char* function_name, std::vector<int> scales) {
    const UnitConfig& unit = find_unit(unit_name);
    FitRequest request{find_function(function_name), unit};
    request.tails = Tails::kFree;
    target.seeds.push_back(tables_json({{fit_table("uniform", request), &unit, std::move(scales)}}, "fuzz"));
  };
  add("int8_8", "gelu", {5, 6});
  add("int8_8q", "hswish", {4});
  add("fp16_8", "exp", {});
  target.seeds.push_back(ScratchFolder::read_whole(PWLSIM_TEST_DATA "/gqa_lut/gelu_pwl_7.json"));
  target.seeds.emplace_back(R"({"exp": {"breakpoints": [-6, -5.5625, -1], "slope_dff": [0, 1, 0.5, 1],
    "intercept_dff": [0, 1, 1, 1]}, "mish": {}, "gelu": {"2^-5": {"split_points": [-Infinity, null, 1e999],
    "coeff": [0, 0.5, 1, 1], "bias": [0, 0, 0, 0]}}})");
  return target;
}

/// Tables as comma-separated values: of a person, and registers.
FuzzTarget csv() {
  const UnitConfig& unit = find_unit("int8_8");
  FitRequest request{find_function("gelu"), unit};
  request.tails = Tails::kFree;
  return {
      .name = "csv",
      .file = "t.csv",
      .seeds = {"# function: gelu\n# unit: int8_4\n# scale: 5\nbreakpoint,slope,intercept\n-1,0,0\n0,0.5,-0.25\n,1,0\n",
                "# function: silu\n# unit: direct:width=2\nvalue\n0\n0.5\n-1\n-0.25\n",
                registers_csv({{fit_table("uniform", request), &unit, {5}}})},
      .tokens = {"#", "\n", "\r", ",", "\"", "breakpoint", "slope", "value", "function:", "unit:", "scale: 6", "0x1"},
      .read = [](const std::string& path) { tables_json(read_tables(path), "fuzz"); }};
}

/// Registers for $readmemh.
FuzzTarget memory() {
  const UnitConfig& unit = find_unit("int8_8");
  FitRequest request{find_function("gelu"), unit};
  request.tails = Tails::kFree;
  return {.name = "memh",
          .file = "t.mem",
          .seeds = {registers_memh({{fit_table("uniform", request), &unit, {5}}})},
          .tokens = {"//", "/*", "*/", "\n", "@", "@1f", "xx", "z", "_", "unit: fp32_8", "scale:"},
          .read = [](const std::string& path) { tables_json(read_tables(path), "fuzz"); }};
}

FuzzTarget histogram() {
  return {.name = "histogram",
          .file = "h.csv",
          .seeds = {"# function: gelu\n# unit: int8_8\n# scale: "
                    "5\ncode,count,sum_f,spread\n-128,3,-0.1,0.1\n0,9,0,0\n7,2,0.1,0.01\n",
                    "# function: exp\n# unit: int16_8\n# scale: 9\ncode,count,sum_f\n-70,1,0.9\n0,4,4\n"},
          .tokens = {"#", "\n", ",", "\"", "code", "count", "sum_f", "unit:", "scale: 3", "fp32_8"},
          .read = [](const std::string& path) {
            const Histogram read = parse_histogram(ScratchFolder::read_whole(path), path);
            const Function& function = find_function(read.function);
            gather_codes({{}, read}, function, read.width, read.scale);
            histogram_csv(read);
          }};
}

FuzzTarget npy() {
  std::string seed = ScratchFolder::read_whole(PWLSIM_TEST_DATA "/gelu.npy");
  seed.resize(128 + 64);  // the header and too few numbers for its shape
  const std::string shape = "(16,)";
  const std::size_t open = seed.find('('), close = seed.find(')');
  std::string fitting = seed;
  fitting.replace(open, close - open + 1, shape + std::string(close - open + 1 - shape.size(), ' '));
  return {.name = "npy",
          .file = "a.npy",
          .seeds = {seed, fitting},
          .tokens = {"'descr'", "<f4", "<f8", "|i1", "<i2", ">u8", "|b1", "<f2", "<c8", "(", ")", "L", ",", "True",
                     "\x93NUMPY", "\"", "PK\x03\x04"},
          .read = [](const std::string& path) { read_recording(path); }};
}

FuzzTarget text() {
  return {.name = "text",
          .file = "a.txt",
          .seeds = {"1.5\n-2e-3 # c\n\n+4\n", "0\n"},
          .tokens = {"#", "\n", "\r\n", " ", "+", "-", "e", "\xef\xbb\xbf", "\xff\xfe"},
          .read = [](const std::string& path) { read_recording(path); }};
}

FuzzTarget columns() {
  return {.name = "columns",
          .file = "a.csv",
          .seeds = {"layer,x,\"y z\"\n1,0.5,3\n2,-1e-3,4\n", "x;y\r\n1;2\r\n", ",x\n0,1\n1,2\n", "\tx\n0\t1\n"},
          .tokens = {"#", "\n", "\r", ",", ";", "\t", "\"", "x", "x,", ",,", " "},
          .read = [](const std::string& path) { read_recording(path, "x"); }};
}

/// Reads a library. Its text for the tools must read as the same library.
void read_library(const std::string& path) {
  Library library = read_liberty(path);
  leave_out_unusable(library);
  const std::string text = liberty_text(library, LibertyDetail::kTiming);
  if (text.find("  cell (") != std::string::npos) {
    const ScratchFolder folder;
    std::string again;
    try {
      again = liberty_text(read_liberty(folder.write("written.lib", text)), LibertyDetail::kTiming);
    } catch (const InputError& error) {
      throw std::logic_error(std::string("what is written for the tools cannot be read: ") + error.what());
    }
    if (again != text) throw std::logic_error("what is written for the tools reads as something else");
  }
  try {
    const LibraryCells cells = find_library_cells(library);
    library_techmap(cells);
    flop_techmap(cells);
  } catch (const InputError&) {  // a library without a NAND or flops can be read too
  }
}

const std::vector<std::string> kLibertyTokens = {"library",
                                                 "cell",
                                                 "pin",
                                                 "(x)",
                                                 "{",
                                                 "}",
                                                 ";",
                                                 ":",
                                                 "\"",
                                                 "values",
                                                 "index_1",
                                                 "function : \"A B\";",
                                                 "ff(IQ,IQN)",
                                                 "latch(IQ,IQN)",
                                                 "timing () {",
                                                 "internal_power () {",
                                                 "lu_table_template (slews) {",
                                                 "bus",
                                                 "bundle",
                                                 "/*",
                                                 "*/",
                                                 "\\\n",
                                                 "include_file(x)",
                                                 "area : -1;",
                                                 "clock_gating_integrated_cell"};

FuzzTarget liberty() {
  std::string osu = ScratchFolder::read_whole("/usr/share/qflow/tech/osu018/osu018_stdcells.lib");
  const std::size_t second = osu.find("cell (", osu.find("cell (") + 1);
  return {.name = "liberty",
          .file = "x.lib",
          .seeds = {kTinyLibrary, osu.substr(0, second) + "}\n"},
          .tokens = kLibertyTokens,
          .read = read_library};
}

FuzzTarget gzipped() {
  return {.name = "liberty.gz",
          .file = "x.lib.gz",
          .seeds = {compressed(kTinyLibrary)},
          .tokens = {"\x1f\x8b", std::string(8, '\0'), "\xff\xff\xff\xff"},
          .read = read_library};
}

FuzzTarget lef() {
  return {.name = "lef",
          .file = "x.lef",
          .seeds = {kTinyLef},
          .tokens = {"MACRO", "MACRO A", "END", "END A", "SIZE 1 BY 2 ;", "SIZE", "BY", ";", "PIN A", "OBS", "LAYER",
                     "UNITS", "#", "\"", "BEGINEXT", "END LIBRARY"},
          .read = [](const std::string& path) { read_lef(path); }};
}

FuzzTarget wires() {
  return {.name = "wires",
          .file = "w.txt",
          .seeds = {"capacitance 0.0002\nslope 3 # um\nclock_leaf 100\nlength 1 10\nlength 3 30\n"},
          .tokens = {"capacitance", "resistance", "slope", "length", "length 2 20\n", "#", "\n", "-"},
          .read = [](const std::string& path) { read_wire_load(path).length(7); }};
}

FuzzTarget budgets() {
  return {.name = "budgets",
          .file = "b.json",
          .seeds = {ScratchFolder::read_whole(PWLSIM_TEST_DATA "/../budgets.json")},
          .tokens = json_tokens({"\"units\"", "\"tolerances\"", "\"area_um2\"", "\"int8_8\""}),
          .read = [](const std::string& path) {
            const Budgets read = read_budgets(path);
            budgets_json(read);
            budgets_document(read);
          }};
}

FuzzTarget evidence() {
  const Evidence seed{.check = "prove",
                      .command = "pwlsim prove",
                      .conditions = "ABC",
                      .summary = "fine",
                      .columns = {"a", "b"},
                      .rows = {{"1", "2"}, {"x|y", "\n"}}};
  return {.name = "evidence",
          .file = "e.json",
          .seeds = {evidence_json(seed)},
          .tokens = json_tokens({"\"rows\"", "\"columns\"", "\"check\""}),
          .read = [](const std::string& path) {
            const Evidence read = read_evidence(path);
            const Document document = evidence_document({read});
            document_text(document);
            document_markdown(document);
            document_json(document);
            document_csv(document);
          }};
}

FuzzTarget replay() {
  return {
      .name = "replay",
      .file = "s.txt",
      .seeds = {"unit int8_8\nx=0x7f\nreset x=0x80 stall slope[7]=0x40\nidle_x=0x5 idle_breakpoint[3]=0xff\n- *5\n",
                "unit wide16_8 # c\nshift[3]=1 *3\nx=65535\n"},
      .tokens = {"unit", "x=", "idle_", "[", "]=", "*", "reset", "stall", "-", "#", "\n", "fp32_8", "intercept[0]=0x1"},
      .read = [](const std::string& path) {
        const Scenario read = read_scenario(path);
        if (read.cycles.size() > 100'000) return;  // a COUNT may stand for very many
        scenario_text(read);
        run_scenario(read, {}, read.unit->latency());
      }};
}

/// Changes a file a little.
class Damager {
 public:
  Damager(const FuzzTarget& target, std::uint64_t seed) : target_(target), random_(seed) {}

  std::string next() {
    std::string bytes = target_.seeds[below(target_.seeds.size())];
    for (std::uint32_t n = 1 + random_.below(6); n > 0; --n) change(bytes);
    return bytes;
  }

 private:
  void change(std::string& bytes) {
    const std::size_t at = below(bytes.size() + 1);
    const std::size_t length = std::min(below(random_.chance(0.5) ? 8 : 400), bytes.size() - at);
    switch (random_.below(9)) {
      case 0:
        if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ 1 << random_.below(8));
        break;
      case 1:
        if (at < bytes.size()) bytes[at] = static_cast<char>(random_.bits());
        break;
      case 2:
        bytes.erase(at, length);
        break;
      case 3:
        bytes.insert(below(bytes.size() + 1), bytes.substr(at, length));
        break;
      case 4:
        bytes.insert(at, target_.tokens[below(target_.tokens.size())]);
        break;
      case 5:
        number(bytes, at);
        break;
      case 6:
        splice(bytes, at);
        break;
      case 7:
        bytes.replace(at, length, target_.tokens[below(target_.tokens.size())]);
        break;
      default:
        if (random_.chance(0.2)) bytes.resize(at);
        break;
    }
  }

  /// Replaces the next number by another one.
  void number(std::string& bytes, std::size_t at) {
    const char* const digits = "0123456789.eE+-";
    const std::size_t from = bytes.find_first_of("0123456789", at);
    if (from == std::string::npos) return;
    const std::size_t to = std::min(bytes.find_first_not_of(digits, from), bytes.size());
    bytes.replace(from, to - from, kNumbers[below(kNumbers.size())]);
  }

  void splice(std::string& bytes, std::size_t at) {
    const std::string& other = target_.seeds[below(target_.seeds.size())];
    const std::size_t from = below(other.size() + 1);
    bytes.insert(at, other.substr(from, below(200)));
  }

  std::size_t below(std::size_t bound) { return random_.below(static_cast<std::uint32_t>(bound)); }

  const FuzzTarget& target_;
  Random random_;
};

}  // namespace

const std::vector<FuzzTarget>& fuzz_targets() {
  static const std::vector<FuzzTarget> targets = {tables(), csv(),     memory(),   histogram(), npy(),
                                                  text(),   columns(), liberty(),  gzipped(),   lef(),
                                                  wires(),  budgets(), evidence(), replay()};
  return targets;
}

Reading read_bytes(const FuzzTarget& target, const std::string& folder, std::string_view bytes) {
  const std::string path = (fs::path(folder) / target.file).string();
  std::ofstream(path, std::ios::binary) << bytes;
  try {
    target.read(path);
    return Reading::kTaken;
  } catch (const InputError& error) {
    const std::string message = error.what();
    if (message.find('\n') != std::string::npos) throw std::logic_error("a message of several lines: " + message);
    if (message.find(target.file) == std::string::npos)
      throw std::logic_error("a message without the file: " + message);
    if (message.size() > 1000) throw std::logic_error("a message of " + std::to_string(message.size()) + " bytes");
    return Reading::kRefused;
  } catch (const std::exception& error) {
    throw std::logic_error(std::string("not an InputError: ") + error.what());
  }
}

FuzzResult fuzz(const FuzzTarget& target, const std::string& folder, std::uint64_t seed, std::uint64_t files) {
  FuzzResult result;
  Damager damager(target, seed);
  for (std::uint64_t i = 0; i < files; ++i) {
    const std::string bytes = damager.next();
    try {
      ++(read_bytes(target, folder, bytes) == Reading::kTaken ? result.taken : result.refused);
    } catch (const std::logic_error& error) {
      result.failure = FuzzResult::Failure{bytes, error.what()};
      return result;
    }
  }
  return result;
}

}  // namespace pwlsim::tests
