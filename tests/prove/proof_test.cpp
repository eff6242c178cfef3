// SPDX-License-Identifier: Apache-2.0
#include "sim/prove/proof.h"

#include <gtest/gtest.h>
#include <algorithm>

#include "sim/base/cache_entry.h"
#include "sim/base/error.h"
#include "sim/prove/proofs.h"
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
