// SPDX-License-Identifier: Apache-2.0
#include "sim/prove/proof.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <map>
#include <set>

#include "sim/base/cache_entry.h"
#include "sim/base/error.h"
#include "sim/prove/proofs.h"
#include "sim/unit/structures.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

const ProofOptions& options() {
  static const ProofOptions options{.timeout = 60, .fresh = true, .cache = default_cache()};
  return options;
}

ProofResult run(const Proof& proof, const std::vector<Verilog::File>& rtl) {
  const Attempt itself = attempt(proof, nullptr, rtl, options());
  std::vector<Attempt> mutants;
  for (const ProofMutant& mutant : proof.mutants) mutants.push_back(attempt(proof, &mutant, rtl, options()));
  return judge(proof, itself, mutants);
}

Proof find(const std::vector<Proof>& proofs, const std::string& name) {
  const auto found = std::find_if(proofs.begin(), proofs.end(), [&](const Proof& proof) { return proof.name == name; });
  EXPECT_NE(found, proofs.end()) << name;
  return *found;
}

/// A proof that the given RTL equals this module `adder`.
Proof adder(const std::string& reference) {
  Proof proof;
  proof.name = "adder";
  proof.inputs = 8;
  proof.outputs = 4;
  proof.modules = {"adder"};
  proof.content = {reference};
  proof.mutants = {{"minus", "adder.sv", "a + b", "a - b"}};
  proof.build = [reference](const std::vector<Verilog::File>& rtl, const ProofMutant*) {
    return join(
        read_verilog({.files = rtl, .top = "adder", .parameters = {}}, default_cache()),
        read_verilog({.files = {{"reference.v", reference}}, .top = "adder", .parameters = {}}, default_cache()));
  };
  return proof;
}

constexpr const char* kAdder = "module adder(input [3:0] a, b, output [3:0] y); assign y = a + b; endmodule\n";

TEST(Proof, OfAPartHoldsAndRefutesItsMutants) {
  const ProofTexts texts = read_proof_texts();
  for (const char* const name : {"segment_int/8x4", "add_int/8to16", "mul_int/4to8"}) {
    const ProofResult result = run(find(part_proofs(texts), name), read_rtl());
    EXPECT_EQ(result.standing, Standing::kProven) << name << ": " << result.message;
    EXPECT_EQ(result.refuted, result.mutants) << name;
    EXPECT_GE(result.mutants, 3) << name;
  }
}

TEST(Proof, OfTheHandshakeHolds) {
  const ProofResult result = run(find(part_proofs(read_proof_texts()), "pipe_queue/2"), read_rtl());
  EXPECT_EQ(result.standing, Standing::kProven) << result.message;
  EXPECT_GE(result.refuted, 3);
}

TEST(Proof, FaultyRtlIsRefutedWithValues) {
  const Proof proof = adder(kAdder);
  const std::string faulty = "module adder(input [3:0] a, b, output [3:0] y); assign y = a + b + (a == 9); endmodule\n";
  const ProofResult result = run(proof, {{"adder.sv", faulty}});
  EXPECT_EQ(result.standing, Standing::kRefuted);
  EXPECT_NE(result.message.find("a=0x9"), std::string::npos) << result.message;
  EXPECT_NE(result.message.find("expected y="), std::string::npos) << result.message;
}

TEST(Proof, HoldsForEqualTexts) {
  const ProofResult result = run(adder(kAdder), {{"adder.sv", kAdder}});
  EXPECT_EQ(result.standing, Standing::kProven) << result.message;
}

// A reference that would prove anything is vacuous.
TEST(Proof, ReferenceThatIgnoresAnInputIsVacuous) {
  const std::string constant = "module adder(input [3:0] a, b, output [3:0] y); assign y = a; endmodule\n";
  const ProofResult result = run(adder(constant), {{"adder.sv", constant + "// a + b\n"}});
  EXPECT_EQ(result.standing, Standing::kVacuous);
  EXPECT_NE(result.message.find("nothing depends on b"), std::string::npos) << result.message;
}

TEST(Proof, MutantThatChangesNothingMakesItVacuous) {
  Proof proof = adder(kAdder);
  proof.mutants.push_back({"nothing", "adder.sv", "a + b", "b + a"});
  const ProofResult result = run(proof, {{"adder.sv", kAdder}});
  EXPECT_EQ(result.standing, Standing::kVacuous);
  EXPECT_EQ(result.refuted, 1);
  EXPECT_NE(result.message.find("not refuted: nothing"), std::string::npos) << result.message;
}

// Results from the cache are marked.
TEST(Proof, FromTheCacheSaysSo) {
  const Proof proof = adder(kAdder);
  const std::vector<Verilog::File> rtl = {{"adder.sv", kAdder}};
  const ScratchFolder cache;
  const ProofOptions keeping{.timeout = 60, .fresh = false, .cache = cache.path()};
  const Attempt first = attempt(proof, nullptr, rtl, keeping);
  EXPECT_FALSE(first.cached);
  const ProofResult now = judge(proof, first, {attempt(proof, &proof.mutants[0], rtl, keeping)});
  EXPECT_TRUE(now.cached.empty());
  EXPECT_FALSE(now.itself_cached);
  const Attempt itself = attempt(proof, nullptr, rtl, keeping);
  const Attempt mutant = attempt(proof, &proof.mutants[0], rtl, keeping);
  ASSERT_TRUE(itself.cached);
  EXPECT_GT(*itself.cached, 1'600'000'000);
  const ProofResult result = judge(proof, itself, {mutant});
  EXPECT_EQ(result.standing, Standing::kProven);
  EXPECT_TRUE(result.itself_cached);
  EXPECT_EQ(result.cached.size(), 2U);
  EXPECT_FALSE(attempt(proof, nullptr, rtl, {60, true, cache.path()}).cached) << "--fresh";
}

TEST(Proof, WithoutMutantsIsVacuous) {
  Proof proof = adder(kAdder);
  proof.mutants.clear();
  EXPECT_EQ(run(proof, {{"adder.sv", kAdder}}).standing, Standing::kVacuous);
}

TEST(Proof, ImpossibleAssumptionIsAnError) {
  const std::string assuming =
      "module adder(input [3:0] a, b, output [3:0] y, output assume_o);\n"
      "assign y = a + b; assign assume_o = 0; endmodule\n";
  EXPECT_THROW(run(adder(assuming), {{"adder.sv", kAdder}}), InputError);
}

// The assumption holds for no input, which only the mutant shows.
TEST(Proof, AssumptionThatNeverHoldsIsVacuous) {
  const std::string assuming =
      "module adder(input [3:0] a, b, output [3:0] y, output assume_o);\n"
      "assign y = a + b; assign assume_o = a + 4'd1 == a - 4'd2 + (b & 1); endmodule\n";
  const ProofResult result = run(adder(assuming), {{"adder.sv", kAdder}});
  EXPECT_EQ(result.standing, Standing::kVacuous);
  EXPECT_EQ(result.refuted, 0);
}

TEST(Proof, FewerBitsThanThereShouldBeAreVacuous) {
  const std::string narrow = "module adder(input [2:0] a, b, output [3:0] y); assign y = a + b; endmodule\n";
  const ProofResult result = run(adder(narrow), {{"adder.sv", narrow}});
  EXPECT_EQ(result.standing, Standing::kVacuous);
  EXPECT_NE(result.message.find("6 bits of input"), std::string::npos) << result.message;
}

TEST(Proof, UndefinedValuesProveNothing) {
  const std::string open =
      "module adder(input [3:0] a, b, output [3:0] y); assign y = b == 3 ? 4'bx : a + b; endmodule\n";
  EXPECT_EQ(run(adder(kAdder), {{"adder.sv", open}}).standing, Standing::kRefuted);
}

TEST(Proof, ImplicitWiresAndUndrivenOnesAreErrors) {
  for (const std::string text :
       {"module adder(input [3:0] a, b, output [3:0] y); assign sum = a + b; assign y = sum; endmodule\n",
        "module adder(input [3:0] a, b, output [3:0] y); wire [3:0] sum; assign y = a + b + sum; endmodule\n"}) {
    Proof proof = adder(kAdder);
    EXPECT_THROW(attempt(proof, nullptr, {{"adder.sv", text}}, options()), InputError) << text;
  }
}

TEST(Proof, MutantWithoutItsTextIsAnError) {
  const Proof proof = adder(kAdder);
  const ProofMutant mutant{.name = "gone", .file = "adder.sv", .text = "a * b", .faulty = "a"};
  EXPECT_THROW(attempt(proof, &mutant, {{"adder.sv", kAdder}}, options()), InputError);
}

TEST(Mutants, AreThoseWhosePatternsFit) {
  const std::string text = "# comment\nadd/*,mul/8\tone\tf.sv\ta\tb\nmul/16\ttwo\tf.sv\tc\td\n";
  ASSERT_EQ(mutants_for("mul/8", text).size(), 1U);
  EXPECT_EQ(mutants_for("mul/8", text)[0].name, "one");
  EXPECT_EQ(mutants_for("mul/16", text)[0].text, "c");
  EXPECT_THROW(mutants_for("mul/8", "too few\n"), InputError);
}

// Every proof that is tried has at least three mutants.
TEST(Mutants, EnoughForEveryPart) {
  for (const Proof& proof : part_proofs(read_proof_texts())) {
    if (proof.unsettled.empty()) {
      EXPECT_GE(proof.mutants.size(), 3U) << proof.name;
    }
  }
}

/// The content of the proofs of all parts and of a unit of each structure, by their names.
std::map<std::string, std::vector<std::string>> contents(const ProofTexts& texts) {
  std::vector<Proof> proofs = part_proofs(texts);
  for (const Structure* structure : structures()) {
    const UnitConfig& unit = find_unit(structure->name());
    for (const auto& some : {unit_proofs(unit, texts), trees_proofs(unit, texts)}) {
      proofs.insert(proofs.end(), some.begin(), some.end());
    }
  }
  std::map<std::string, std::vector<std::string>> all;
  for (const Proof& proof : proofs) all[proof.name] = proof.content;
  EXPECT_EQ(all.size(), proofs.size());
  return all;
}

/// Adds a comment to a module.
void comment(std::vector<Verilog::File>& modules, const std::string& name) {
  for (Verilog::File& module : modules) {
    if (module.name != name) continue;
    module.text += "// a comment\n";
    return;
  }
  ADD_FAILURE() << name;
}

/// Names of the proofs whose content differs.
std::set<std::string> changed(const ProofTexts& texts) {
  const auto before = contents(read_proof_texts());
  std::set<std::string> names;
  for (const auto& [name, content] : contents(texts)) {
    if (content != before.at(name)) names.insert(name);
  }
  return names;
}

// The content is part of the cache key: whoever adds a structure or changes its reference leaves the others' proofs.
TEST(Content, IsOfTheModulesThatTheStatementUses) {
  ProofTexts added = read_proof_texts();
  added.references.push_back({"reference_new.v", "module reference_new;\n  reference_add add ();\nendmodule\n"});
  added.frames.push_back({"new_frame.v", "module new_frame;\nendmodule\n"});
  added.rtl.push_back({"pwl_new.sv", "module pwl_new;\nendmodule\n"});
  EXPECT_EQ(changed(added), std::set<std::string>());

  ProofTexts texts = read_proof_texts();
  comment(texts.references, "reference_lzc.v");
  std::set<std::string> names = changed(texts);
  EXPECT_EQ(names.size(), 8U);
  for (const std::string& name : names) EXPECT_EQ(name.rfind("lzc/", 0), 0U) << name;

  // A module within others, which another structure's reference uses too.
  texts = read_proof_texts();
  comment(texts.references, "reference_requantise.v");
  names = changed(texts);
  for (const char* name : {"requant_int/8from16", "unit/int8_8", "unit/pwl_int_const"}) {
    EXPECT_EQ(names.count(name), 1U) << name;
  }
  const auto all = contents(texts);
  for (const char* name : {"unit/direct", "datapath/int8_8", "add_int/8to16"}) {
    EXPECT_EQ(all.count(name), 1U) << name;
    EXPECT_EQ(names.count(name), 0U) << name;
  }

  texts = read_proof_texts();
  comment(texts.frames, "pipe_queue.v");
  names = changed(texts);
  EXPECT_EQ(names.count("pipe_queue/2"), 1U);
  for (const std::string& name : names) EXPECT_EQ(name.rfind("pipe_", 0), 0U) << name;

  texts = read_proof_texts();
  comment(texts.rtl, "pwl_unit_direct.sv");
  EXPECT_EQ(changed(texts), std::set<std::string>{"trees/direct"}) << "other proofs have the RTL beside their content";
}

TEST(Content, ReferenceThatIsNotThereIsAnError) {
  ProofTexts texts = read_proof_texts();
  texts.references.clear();
  try {
    part_proofs(texts);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(std::string(error.what()), "pipe_queue/2: no reference.v in sim/unit has the module reference_queue");
  }
}

TEST(Modules, OfAFileAreAFileEach) {
  const ScratchFolder folder;
  const std::string one = "module one #(\n  parameter A = 1\n) (input a);\n  // inside\nendmodule\n";
  const std::vector<Verilog::File> modules =
      read_modules({folder.write("a.v", "// head\n\n/// One.\n" + one + "\nmodule two_2;\nendmodule\n"),
                    folder.write("b.v", "module three;\nendmodule\n")});
  ASSERT_EQ(modules.size(), 3U);
  EXPECT_EQ(modules[0].name, "one.v");
  EXPECT_EQ(modules[0].text, one);
  EXPECT_EQ(modules[1].name, "two_2.v");
  EXPECT_EQ(modules[1].text, "module two_2;\nendmodule\n");
  EXPECT_EQ(modules[2].name, "three.v");
}

TEST(Modules, NothingOfAFileIsLost) {
  const ScratchFolder folder;
  const std::string one = folder.write("one.v", "module one;\nendmodule\n");
  const auto message = [&](const std::string& text) {
    try {
      read_modules({one, folder.write("r.v", text)});
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  const std::string file = (folder.path() / "r.v").string();
  for (const char* lost : {"`define A 1\n", "  module two;\nendmodule\n", "modules two;\nendmodule\n"}) {
    EXPECT_EQ(message(std::string("// head\n") + lost).rfind(file + ":2: only comments", 0), 0U) << lost;
  }
  EXPECT_EQ(message("module two;\nendmodule // two\n"), file + ": module two has no line 'endmodule'");
  EXPECT_EQ(message("module one;\nendmodule\n"), file + ": the module of one.v is in " + one + " already; rename one");
}

TEST(FilesOf, LeavesOutModulesThatOnlyACommentNames) {
  const std::vector<Verilog::File> rtl = {
      {"a.sv", "/// Like c here.\nmodule a;  // and like c there\n  b u_b ();\nendmodule\n"},
      {"b.sv", "module b;\nendmodule\n"},
      {"c.sv", "module c;\nendmodule\n"}};
  const std::vector<Verilog::File> used = files_of({"a"}, rtl);
  ASSERT_EQ(used.size(), 2U);
  EXPECT_EQ(used[0].name, "a.sv");
  EXPECT_EQ(used[1].name, "b.sv");
}

}  // namespace
}  // namespace pwlsim::tests
