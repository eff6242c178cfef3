// SPDX-License-Identifier: Apache-2.0
//
// Proofs of whole units, as by pwlsim prove --unit int8_8 but with some of the mutants only.

#include <gtest/gtest.h>
#include <algorithm>
#include <set>
#include <vector>

#include "sim/base/cache_entry.h"
#include "sim/cost/map/synthesis.h"
#include "sim/prove/proofs.h"
#include "sim/unit/structures.h"
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

void expect_gates_proven(const UnitConfig& unit, int mutants) {
  const Technology technology = read_technology("/usr/share/qflow/tech/osu018/osu018_stdcells.lib");
  const Synthesis synthesis = synthesise(
      {.unit = &unit, .technology = &technology, .clock_ns = 10, .storage = TableStorage::kFlop}, default_cache());
  expect_proven(gates_proof(unit, synthesis.netlist, technology.library, read_proof_texts()), mutants);
}

TEST(ProveUnit, GatesOfInt8) { expect_gates_proven(find_unit("int8_8"), 5); }

/// A small unit of each structure whose whole units can be proven.
class ProveSmallUnit : public ::testing::TestWithParam<const char*> {};

TEST_P(ProveSmallUnit, EveryCycle) {
  const std::vector<Proof> proofs = unit_proofs(find_unit(GetParam()), read_proof_texts());
  ASSERT_FALSE(proofs.empty());
  for (const Proof& proof : proofs) expect_proven(proof, 1);
}

TEST_P(ProveSmallUnit, Gates) { expect_gates_proven(find_unit(GetParam()), 1); }

INSTANTIATE_TEST_SUITE_P(Structures, ProveSmallUnit,
                         ::testing::Values("pwl_int:width=4,entries=3", "direct:width=3", "hardwired:width=4,gelu=2",
                                           "pwl_int_const:width=4,entries=3"),
                         [](const auto& each) { return find_unit(each.param).structure->name(); });

// Roles are kept by hand: one that leaves out a structure whose proofs end would prove less than it seems.
TEST(ProveRoles, HoldEveryStructureThatIsProvenAsAWhole) {
  for (const char* role : {"prove", "gates"}) {
    std::set<const Structure*> proven;
    for (const std::string& name : units_of_role(role)) proven.insert(find_unit(name).structure);
    int whole = 0;
    for (const Structure* structure : structures()) {
      const std::vector<Proof> proofs = unit_proofs(find_unit(structure->name()), read_proof_texts());
      const bool ends = std::all_of(proofs.begin(), proofs.end(), [](const Proof& p) { return p.unsettled.empty(); });
      if (proofs.empty() || !ends) continue;
      ++whole;
      EXPECT_EQ(proven.count(structure), 1U) << role << " lacks " << structure->name();
    }
    EXPECT_GE(whole, 4);
  }
}

}  // namespace
}  // namespace pwlsim::tests
