// SPDX-License-Identifier: Apache-2.0
//
// Proofs of whole units, as by pwlsim prove --unit int8_8 but with some of the mutants only.

#include <gtest/gtest.h>

#include "sim/base/cache_entry.h"
#include "sim/cost/map/synthesis.h"
#include "sim/prove/proofs.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

/// Runs a proof with every fourth of its mutants, without results from the cache.
ProofResult run(Proof proof) {
  std::vector<ProofMutant> some;
  for (std::size_t i = 0; i < proof.mutants.size(); i += 4) some.push_back(proof.mutants[i]);
  proof.mutants = some;
  const ProofOptions options{.timeout = 600, .fresh = true, .cache = default_cache()};
  const std::vector<Verilog::File> rtl = read_rtl();
  const Attempt itself = attempt(proof, nullptr, rtl, options);
  std::vector<Attempt> mutants;
  for (const ProofMutant& mutant : proof.mutants) mutants.push_back(attempt(proof, &mutant, rtl, options));
  return judge(proof, itself, mutants);
}

void expect_proven(const Proof& proof, int mutants) {
  const ProofResult result = run(proof);
  EXPECT_EQ(result.standing, Standing::kProven) << proof.name << ": " << result.message;
  EXPECT_EQ(result.refuted, result.mutants);
  EXPECT_GE(result.mutants, mutants);
}

TEST(ProveUnit, DataPathOfInt8) { expect_proven(unit_proofs(find_unit("int8_8"), read_proof_texts())[0], 3); }

TEST(ProveUnit, EveryCycleOfInt8) { expect_proven(unit_proofs(find_unit("int8_8"), read_proof_texts())[1], 5); }

TEST(ProveUnit, GatesOfInt8) {
  const Technology technology = read_technology("/usr/share/qflow/tech/osu018/osu018_stdcells.lib");
  const UnitConfig& unit = find_unit("int8_8");
  const Synthesis synthesis = synthesise(
      {.unit = &unit, .technology = &technology, .clock_ns = 10, .storage = TableStorage::kFlop}, default_cache());
  expect_proven(gates_proof(unit, synthesis.netlist, technology.library, read_proof_texts()), 5);
}

}  // namespace
}  // namespace pwlsim::tests
