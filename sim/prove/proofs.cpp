// SPDX-License-Identifier: Apache-2.0
#include "sim/prove/proofs.h"

#include <fmt/format.h>
#include <fnmatch.h>
#include <algorithm>
#include <sstream>
#include <utility>

#include "sim/base/cache_entry.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/cost/liberty/liberty_writer.h"
#include "sim/cost/map/scripts.h"
#include "sim/cost/netlist/cell_models.h"
#include "sim/cost/netlist/netlist_writer.h"
#include "sim/prove/gates_circuit.h"
#include "sim/rooms.h"

namespace pwlsim::prove {
namespace {

using Parameters = std::vector<std::pair<std::string, int>>;

// Gates of a netlist that are inverted, one at a time.
constexpr int kGateMutants = 10;

Parameters join_parameters(Parameters a, const Parameters& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

Verilog design(std::vector<Verilog::File> files, const std::string& top, const Parameters& parameters) {
  Verilog result{std::move(files), top, {}};
  for (const auto& [name, value] : parameters) result.parameters.emplace_back(name, std::to_string(value));
  return result;
}

std::string text_of(const std::string& top, const Parameters& parameters) {
  std::string text = top;
  for (const auto& [name, value] : parameters) text += fmt::format(" {}={}", name, value);
  return text;
}

std::filesystem::path log_folder() { return default_cache(); }

/// A module of rtl/ or a frame of harness.v against one of reference.v.
struct Pair {
  std::string group, name, states, covers;
  std::vector<std::string> modules;  ///< of rtl/
  std::string top, reference;
  Parameters parameters;
  int inputs, outputs;
  Run run = {};                        ///< without outputs: `top` has no registers
  std::set<std::string> ignored = {};  ///< outputs that are not compared
  std::string unsettled = {};
  Parameters own = {};  ///< of `top` alone
};

Proof proof_of(const Pair& pair, const ProofTexts& texts) {
  Proof proof;
  proof.group = pair.group;
  proof.name = pair.name;
  proof.states = pair.states;
  proof.covers = pair.covers;
  proof.inputs = pair.inputs;
  proof.outputs = pair.outputs;
  proof.unsettled = pair.unsettled;
  proof.modules = pair.modules;
  proof.content = {texts.reference, texts.harness, text_of(pair.top, join_parameters(pair.parameters, pair.own)),
                   pair.reference};
  for (const auto& [name, value] : pair.run.constants) proof.content.push_back(fmt::format("{}={}", name, value));
  for (const Run::Observed& output : pair.run.outputs) {
    proof.content.push_back(fmt::format("{}@{} {}", output.name, output.cycle, output.as));
  }
  for (const auto& [from, to] : pair.run.registers) proof.content.push_back(from + " " + to);
  proof.mutants = mutants_for(proof.name, texts.mutants);
  proof.build = [pair, texts](const std::vector<Verilog::File>& rtl, const ProofMutant*) {
    std::vector<Verilog::File> files = rtl;
    files.push_back({"harness.v", texts.harness});
    Circuit implementation =
        read_verilog(design(files, pair.top, join_parameters(pair.parameters, pair.own)), log_folder());
    if (!pair.run.outputs.empty()) implementation = unroll(implementation, pair.run);
    if (!implementation.registers.empty()) throw InputError(pair.top + ": has registers");
    const Circuit reference =
        read_verilog(design({{"reference.v", texts.reference}}, pair.reference, pair.parameters), log_folder());
    return join(implementation, reference, pair.ignored);
  };
  return proof;
}

struct FloatName {
  const char* name;
  int exponent, mantissa;
};
constexpr FloatName kFloats[] = {{"bf16", 8, 7}, {"fp16", 5, 10}, {"fp32", 8, 23}};

void add_segment_parts(std::vector<Pair>& pairs) {
  for (const int width : {8, 16, 32}) {
    for (const int entries : {4, 8, 16, 32, 64}) {
      if (width > 8 && entries > 16) continue;
      Pair pair{"part",
                fmt::format("segment_int/{}x{}", width, entries),
                "segment comparator = binary search",
                fmt::format("{} bits, {} entries, any breakpoints", width, entries),
                {"pwl_segment_int"},
                "pwl_segment_int",
                "reference_segment",
                {{"WIDTH", width}, {"ENTRIES", entries}},
                width * entries,
                log2_of(entries)};
      pairs.push_back(pair);
      if (entries > 16 || entries < 8 || width * entries > 256) continue;
      pair.name = fmt::format("segment_count/{}x{}", width, entries);
      pair.states = "segment comparator = number of breakpoints below x";
      pair.covers = fmt::format("{} bits, {} entries, sorted breakpoints", width, entries);
      pair.reference = "reference_count";
      pairs.push_back(pair);
    }
  }
}

void add_integer_parts(std::vector<Pair>& pairs) {
  const auto multiplier = [&pairs](int width, int out, const std::string& unsettled) {
    pairs.push_back({"part",
                     fmt::format("mul_int/{}to{}", width, out),
                     "multiplier = a * b",
                     fmt::format("{} bits, product {} bits", width, out),
                     {"pwl_mul_int"},
                     "pwl_mul_int",
                     "reference_multiply",
                     {{"WIDTH", width}, {"OUT_WIDTH", out}},
                     2 * width,
                     out,
                     {},
                     {},
                     unsettled});
  };
  for (const int width : {4, 6, 8}) multiplier(width, 2 * width, "");
  multiplier(8, 8, "");
  const char* const beyond = "SAT does not end for products of this width";
  multiplier(16, 32, beyond);
  multiplier(32, 32, beyond);
  multiplier(32, 64, beyond);
  const auto booth = [&pairs](int width, const std::string& unsettled) {
    pairs.push_back({"part",
                     fmt::format("mul_booth/{}", width),
                     "unsigned Booth multiplier = a * b",
                     fmt::format("{} bits", width),
                     {"pwl_mul_booth"},
                     "pwl_mul_booth",
                     "reference_multiply_unsigned",
                     {{"WIDTH", width}},
                     2 * width,
                     2 * width,
                     {},
                     {},
                     unsettled});
  };
  for (const int width : {4, 6, 8}) booth(width, "");
  booth(11, beyond);
  booth(24, beyond);
  for (const auto& [width, acc] : {std::pair(8, 16), std::pair(16, 32), std::pair(32, 32), std::pair(32, 64)}) {
    pairs.push_back({"part",
                     fmt::format("add_int/{}to{}", width, acc),
                     "adder = product + (b << s)",
                     fmt::format("{} bits, accumulator {} bits", width, acc),
                     {"pwl_add_int"},
                     "pwl_add_int",
                     "reference_add",
                     {{"WIDTH", width}, {"ACC_WIDTH", acc}},
                     width + acc + log2_of(width),
                     acc});
    pairs.push_back({"part",
                     fmt::format("requant_int/{}from{}", width, acc),
                     "requantiser = round half up, saturate",
                     fmt::format("{} bits from {}", width, acc),
                     {"pwl_requant_int"},
                     "pwl_requant_int",
                     "reference_requantise",
                     {{"WIDTH", width}, {"ACC_WIDTH", acc}},
                     acc + log2_of(acc),
                     width});
  }
}

void add_float_parts(std::vector<Pair>& pairs) {
  for (const FloatName& format : kFloats) {
    const int width = 1 + format.exponent + format.mantissa;
    const int m = format.mantissa;
    for (const int subnormals : {0, 1}) {
      const std::string name = fmt::format("{}{}", format.name, subnormals == 1 ? "s" : "");
      const std::string covers = fmt::format("{}, {}", format.name, subnormals == 1 ? "subnormals" : "flushed");
      const Parameters parameters = {{"EXPONENT", format.exponent}, {"MANTISSA", m}, {"SUBNORMALS", subnormals}};
      pairs.push_back({"part",
                       "order_fp/" + name,
                       "order key = signed magnitude as an integer",
                       covers,
                       {"pwl_order_fp"},
                       "pwl_order_fp",
                       "reference_order_fp",
                       parameters,
                       width,
                       width});
      pairs.push_back({"part",
                       "less_fp/" + name,
                       "order of keys = order of numbers",
                       covers + ", no NaN",
                       {"pwl_order_fp"},
                       "less_fp",
                       "reference_less_fp",
                       parameters,
                       2 * width,
                       1});
      for (const int entries : {8, 16}) {
        pairs.push_back({"part",
                         fmt::format("segment_fp/{}x{}", name, entries),
                         "segment comparator = binary search",
                         fmt::format("{}, {} entries", covers, entries),
                         {"pwl_segment_fp"},
                         "pwl_segment_fp",
                         "reference_segment_fp",
                         join_parameters(parameters, {{"ENTRIES", entries}}),
                         width * entries,
                         log2_of(entries)});
      }
      pairs.push_back({"part",
                       "round_fp/" + name,
                       "rounding = nearest even of the exact sum",
                       covers,
                       {"pwl_round_fp"},
                       "pwl_round_fp",
                       "reference_round_fp",
                       parameters,
                       m + 5 + format.exponent + 3,
                       width});
      pairs.push_back({"part",
                       "add_fp/" + name,
                       "adder = nearest even of the exact sum",
                       covers,
                       {"pwl_add_fp", "pwl_round_fp"},
                       "add_fp",
                       "reference_add_fp",
                       parameters,
                       2 * width,
                       width,
                       {},
                       {},
                       m > 10 ? "SAT has not ended after two minutes at this width" : ""});
      pairs.push_back({"part",
                       "mul_fp/" + name,
                       "multiplier = nearest even of the exact product",
                       covers,
                       {"pwl_mul_fp"},
                       "pwl_mul_fp",
                       "reference_multiply_fp",
                       parameters,
                       2 * width,
                       width,
                       {},
                       {},
                       m > 7 ? "SAT does not end for products of this width" : ""});
    }
  }
  for (const int width : {8, 11, 12, 15, 16, 24, 28, 32}) {
    int count = 1;
    while (1 << count < width + 1) ++count;
    pairs.push_back({"part",
                     fmt::format("lzc/{}", width),
                     "leading zeros = counted",
                     fmt::format("{} bits", width),
                     {"pwl_lzc"},
                     "pwl_lzc",
                     "reference_lzc",
                     {{"WIDTH", width}},
                     width,
                     count});
  }
  struct Shifter {
    int width, out, shift;
  };
  for (const Shifter& shifter : {Shifter{10, 10, 4},
                                 {13, 13, 4},
                                 {26, 26, 5},
                                 {25, 10, 5},
                                 {28, 13, 5},
                                 {57, 26, 6},
                                 {48, 33, 7},
                                 {80, 65, 8},
                                 {96, 65, 8}}) {
    pairs.push_back({"part",
                     fmt::format("shift_sticky/{}to{}by{}", shifter.width, shifter.out, shifter.shift),
                     "shifter = x >> s, or of what is lost",
                     fmt::format("{} bits to {}, {} bits of shift", shifter.width, shifter.out, shifter.shift),
                     {"pwl_shift_sticky"},
                     "pwl_shift_sticky",
                     "reference_shift_sticky",
                     {{"WIDTH", shifter.width}, {"OUT_WIDTH", shifter.out}, {"SHIFT_WIDTH", shifter.shift}},
                     shifter.width + shifter.shift,
                     shifter.out + 1});
  }
}

void add_wide_parts(std::vector<Pair>& pairs) {
  for (const auto& [x_width, width] : {std::pair(16, 8), std::pair(32, 8), std::pair(32, 16)}) {
    const int shift = log2_of(x_width);
    Run run;
    run.cycles = 2;
    run.constants = {{"load_i@0", true}};
    run.outputs = {{"code_o", 1}, {"exponent_o", 1}};
    pairs.push_back({"part",
                     fmt::format("reduce_int/{}to{}", x_width, width),
                     "range reduction = by the leading one",
                     fmt::format("{} bits to {}, 1/x and 1/sqrt(x)", x_width, width),
                     {"pwl_reduce_int"},
                     "pwl_reduce_int",
                     "reference_reduce",
                     {{"X_WIDTH", x_width}, {"WIDTH", width}},
                     x_width + 2,
                     width + shift + 3,
                     run});
    const int acc = 2 * width;
    pairs.push_back({"part",
                     fmt::format("expand_int/{}to{}", acc, 2 * x_width),
                     "range expansion = by definition",
                     fmt::format("{} bits to {}", acc, 2 * x_width),
                     {"pwl_expand_int"},
                     "pwl_expand_int",
                     "reference_expand",
                     {{"X_WIDTH", x_width}, {"ACC_WIDTH", acc}},
                     acc + shift + 3 + log2_of(acc),
                     2 * x_width});
  }
}

Parameters integer_parameters(const UnitConfig& unit) {
  Parameters parameters = {{"WIDTH", unit.width}, {"ACC_WIDTH", unit.acc_width}, {"ENTRIES", unit.entries}};
  if (unit.slope_width != unit.width) parameters.emplace_back("SLOPE_WIDTH", unit.slope_width);
  if (unit.intercept_width != unit.width) parameters.emplace_back("INTERCEPT_WIDTH", unit.intercept_width);
  if (unit.breakpoint_width != unit.width) parameters.emplace_back("BREAKPOINT_WIDTH", unit.breakpoint_width);
  return parameters;
}

Parameters pipeline_parameters(const UnitConfig& unit) {
  return {{"REQUANTISE", unit.requantise ? 1 : 0}, {"STAGES", unit.stages}};
}

/// Parameters as numbers, of any unit's top.
Parameters rtl_parameters(const UnitConfig& unit) {
  Parameters parameters;
  for (const std::string& parameter : unit.rtl_parameters()) {
    const std::size_t equals = parameter.find('=');
    const std::string value = parameter.substr(equals + 1);
    const std::size_t quote = value.find("'b");
    parameters.emplace_back(parameter.substr(0, equals),
                            std::stoi(quote == std::string::npos ? value : value.substr(quote + 2)));
  }
  return parameters;
}

int table_bits(const UnitConfig& unit) {
  return (unit.entries - 1) * unit.breakpoint_width + unit.entries * (unit.slope_width + unit.intercept_width);
}

/// Bits of the ports but for the clock.
int input_bits(const UnitConfig& unit) { return 4 + unit.x_width() + unit.index_bits() + 2 + unit.data_width(); }
int output_bits(const UnitConfig& unit) { return 2 + unit.index_bits() + unit.y_width(); }

Pair data_path(const UnitConfig& unit) {
  const int last = unit.latency();
  Run run;
  run.cycles = last + 1;
  run.constants = {{"rst_ni", true}, {"ready_i", true}, {"wr_en_i", false}, {"valid_i@0", true}};
  run.outputs = {{"segment_o", 0}, {"y_o", last}};
  run.registers = {{"breakpoints", "breakpoints"},
                   {"u_table.slopes", "slopes"},
                   {"u_table.intercepts", "intercepts"},
                   {"shift_q", "shift"},
                   {"gen_requant.requant_q", "requant"}};
  int inputs = unit.width + table_bits(unit) + unit.shift_bits();
  if (unit.requantise) inputs += log2_of(unit.acc_width);
  return {"data path",
          "datapath/" + unit.name,
          fmt::format("y = {} after {} cycles, from any state",
                      unit.requantise ? "requantised k*q + (b<<s)" : "k*q + (b<<s)", last),
          unit.name + ": all inputs, tables, shifts",
          {"pwl_unit_int"},
          "pwl_unit_int",
          unit.requantise ? "reference_data_path_q" : "reference_data_path",
          integer_parameters(unit),
          inputs,
          unit.index_bits() + unit.y_width(),
          run,
          {},
          "",
          pipeline_parameters(unit)};
}

/// The shortest of a register's names.
std::string shortest_name(const Circuit::Register& reg) {
  std::string shortest;
  for (const std::string& name : reg.names) {
    if (shortest.empty() || name.size() < shortest.size()) shortest = name;
  }
  return shortest;
}

/// Both designs cut at their registers, those of `implementation` under the names of their partners.
Miter join_steps(const Circuit& implementation, const Circuit& reference,
                 const std::vector<std::pair<std::string, std::string>>& renamed) {
  const std::vector<int> partners = match_registers(implementation, reference, renamed);
  std::vector<std::string> names, partner_names(partners.size());
  for (std::size_t i = 0; i < partners.size(); ++i) {
    names.push_back(shortest_name(reference.registers[i]));
    partner_names[partners[i]] = names.back();
  }
  return join(cut(implementation, partner_names), cut(reference, names));
}

Proof step_proof(const UnitConfig& unit, const ProofTexts& texts) {
  Proof proof;
  proof.group = "unit";
  proof.name = "unit/" + unit.name;
  proof.states = "every register and output = those of the reference unit, in every cycle";
  proof.covers = unit.name + ": any stalls, writes, resets";
  int registers = table_bits(unit) + unit.shift_bits() + unit.stages;
  if (unit.stages > 1) registers += unit.width + unit.slope_width + unit.intercept_width;
  if (unit.stages == (unit.requantise ? 4 : 3)) registers += unit.acc_width + unit.intercept_width;
  if (!unit.requantise || unit.stages > 2) registers += unit.acc_width;
  if (unit.requantise) registers += log2_of(unit.acc_width) + unit.width;
  proof.inputs = input_bits(unit) + registers;
  proof.outputs = output_bits(unit) + registers;
  proof.modules = {"pwl_unit_int"};
  const Parameters parameters = join_parameters(integer_parameters(unit), pipeline_parameters(unit));
  const Parameters reference_parameters = join_parameters(parameters, {{"DATA_WIDTH", unit.data_width()}});
  proof.content = {texts.reference, text_of("reference_unit", reference_parameters)};
  proof.mutants = mutants_for(proof.name, texts.mutants);
  proof.build = [parameters, reference_parameters, texts](const std::vector<Verilog::File>& rtl, const ProofMutant*) {
    const Circuit implementation = read_verilog(design(rtl, "pwl_unit_int", parameters), log_folder());
    const Circuit reference =
        read_verilog(design({{"reference.v", texts.reference}}, "reference_unit", reference_parameters), log_folder());
    return join_steps(implementation, reference,
                      {{"slopes", "u_table.slopes"},
                       {"intercepts", "u_table.intercepts"},
                       {"shift", "shift_q"},
                       {"valid", "u_pipe.valid_q"},
                       {"x", "x_q"},
                       {"slope", "slope_q"},
                       {"intercept", "intercept_q"},
                       {"held.product_held", "gen_product.product_q"},
                       {"held.intercept_held", "gen_product.addend_q"},
                       {"acc", "acc_q"},
                       {"post.requant", "gen_requant.requant_q"},
                       {"post.y", "gen_requant.y_q"}});
  };
  return proof;
}

}  // namespace

ProofTexts read_proof_texts() {
  const auto read = [](const char* name) { return read_file((scripts_folder() / "prove" / name).string()); };
  return {read("reference.v"), read("harness.v"), read("mutants.txt")};
}

std::vector<ProofMutant> mutants_for(const std::string& proof, const std::string& mutants) {
  std::vector<ProofMutant> result;
  std::istringstream lines(mutants);
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> cells;
    std::istringstream stream(line + "\t");
    for (std::string cell; std::getline(stream, cell, '\t');) cells.push_back(cell);
    if (cells.size() != 5)
      throw InputError(fmt::format("mutants.txt:{}: {} texts in place of 5", number, cells.size()));
    std::istringstream patterns(cells[0]);
    for (std::string pattern; std::getline(patterns, pattern, ',');) {
      if (fnmatch(pattern.c_str(), proof.c_str(), 0) != 0) continue;
      result.push_back({cells[1], cells[2], cells[3], cells[4], -1});
      break;
    }
  }
  return result;
}

std::vector<Proof> part_proofs(const ProofTexts& texts) {
  std::vector<Pair> pairs;
  add_segment_parts(pairs);
  add_integer_parts(pairs);
  add_float_parts(pairs);
  add_wide_parts(pairs);
  std::vector<Proof> proofs;
  for (const Pair& pair : pairs) proofs.push_back(proof_of(pair, texts));
  return proofs;
}

std::vector<Proof> handshake_proofs(const ProofTexts& texts) {
  constexpr int kWidth = 2;
  std::vector<Proof> proofs;
  for (const int depth : {2, 3, 4}) {
    Pair pair{"handshake",
              fmt::format("pipe_queue/{}", depth),
              "pipeline = queue: nothing lost, doubled or reordered",
              fmt::format("{} stages, any stalls", depth),
              {"pwl_pipe"},
              "pipe_queue",
              "reference_queue",
              {{"DEPTH", depth}, {"WIDTH", kWidth}},
              depth + depth * kWidth + 2 + kWidth,
              2 + kWidth + 3 + depth * kWidth + 2 * depth};
    pair.run.cycles = 2;
    pair.run.constants = {{"rst_ni", true}};
    pair.run.outputs = {{"ready_o", 0},
                        {"valid_o", 0},
                        {"data_o", 0},
                        {"count_o", 1},
                        {"queue_o", 1},
                        {"holds_o", 1},
                        {"u_pipe.valid_q", 1, "next_valid_o"}};
    pair.run.registers = {{"u_pipe.valid_q", "valid"}, {"holds_o", "valid"}, {"data", "data"}};
    proofs.push_back(proof_of(pair, texts));
    Pair arrival{"handshake",
                 fmt::format("pipe_arrival/{}", depth),
                 "what is inside arrives without a taker",
                 fmt::format("{} stages", depth),
                 {"pwl_pipe"},
                 "pwl_pipe",
                 "reference_arrival",
                 {{"DEPTH", depth}},
                 depth,
                 1};
    arrival.run.cycles = depth;
    arrival.run.constants = {{"rst_ni", true}, {"ready_i", false}, {"valid_i", false}};
    arrival.run.outputs = {{"valid_o", depth - 1}};
    arrival.run.registers = {{"valid_q", "valid"}};
    proofs.push_back(proof_of(arrival, texts));
  }
  return proofs;
}

std::vector<Proof> unit_proofs(const UnitConfig& unit, const ProofTexts& texts) {
  if (unit.is_float() || unit.is_wide()) return {};
  Proof path = proof_of(data_path(unit), texts);
  Proof step = step_proof(unit, texts);
  if (unit.width > 8) {
    path.unsettled = step.unsettled = "holds the multiplier, which SAT does not end for at this width";
  }
  return {path, step};
}

Proof trees_proof(const UnitConfig& unit, const ProofTexts& texts) {
  Proof proof = step_proof(unit, texts);
  proof.group = "trees";
  proof.name = "trees/" + unit.name;
  proof.states = "RTL with sums as trees = RTL as written, in every cycle";
  proof.mutants = mutants_for(proof.name, texts.mutants);
  const std::vector<Verilog::File> original = read_rtl();
  proof.content.clear();
  for (const Verilog::File& file : original) proof.content.push_back(file.text);
  const Parameters parameters = rtl_parameters(unit);
  proof.content.push_back(text_of(unit.rtl_top(), parameters));
  proof.build = [unit, original, parameters](const std::vector<Verilog::File>& rtl, const ProofMutant*) {
    Verilog trees = design(original, unit.rtl_top(), parameters);
    trees.trees = true;
    return join_steps(read_verilog(design(rtl, unit.rtl_top(), parameters), log_folder()),
                      read_verilog(trees, log_folder()), {});
  };
  if (unit.width > 8) proof.unsettled = "holds the multiplier, which SAT does not end for at this width";
  return proof;
}

Proof gates_proof(const UnitConfig& unit, const Netlist& netlist, const Library& library, const ProofTexts& texts) {
  Proof proof;
  proof.group = "gates";
  proof.name = "gates/" + unit.name;
  proof.states = "every register and output of the netlist = those of the RTL, sums as trees, in every cycle";
  proof.covers = unit.name;
  if (unit.is_float() ? unit.format.mantissa > 10 : unit.width > 8) {
    proof.unsettled = "SAT has not ended after ten minutes at this width; compare runs the gates in lockstep";
  }
  if (netlist.cells.empty()) return proof;
  proof.covers += fmt::format(": {} cells of {}", netlist.cells.size(), library.name);
  int registers = 0;
  for (const Netlist::Cell& cell : netlist.cells) {
    const LibertyCell* const type = library.cell(cell.type);
    if (type != nullptr && !type->states.empty()) ++registers;
  }
  proof.inputs = input_bits(unit) + registers;
  proof.outputs = output_bits(unit) + registers;
  proof.modules = {unit.rtl_top()};
  const Parameters parameters = rtl_parameters(unit);
  proof.content = {text_of(unit.rtl_top(), parameters), netlist_json(netlist),
                   liberty_text(library, LibertyDetail::kFunctions, cell_types(netlist))};
  proof.mutants = mutants_for(proof.name, texts.mutants);
  for (int i = 0; i < kGateMutants; ++i) {
    const int cell = static_cast<int>(netlist.cells.size()) * (2 * i + 1) / (2 * kGateMutants);
    proof.mutants.push_back(
        {fmt::format("{} {} inverted", netlist.cells[cell].type, netlist.cells[cell].name), "", "", "", cell});
  }
  proof.build = [unit, &netlist, &library, parameters](const std::vector<Verilog::File>& rtl,
                                                       const ProofMutant* mutant) {
    Verilog trees = design(rtl, unit.rtl_top(), parameters);
    trees.trees = true;
    const Circuit source = read_verilog(trees, log_folder());
    const Circuit gates = gates_circuit(netlist, library, mutant == nullptr ? -1 : mutant->gate);
    return join_steps(source, gates, {});
  };
  return proof;
}

}  // namespace pwlsim::prove
