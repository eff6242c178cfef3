// SPDX-License-Identifier: Apache-2.0
#include "sim/coverage/functional_coverage.h"

#include <algorithm>

#include "sim/lockstep/stall.h"
#include "sim/rooms.h"

namespace pwlsim::coverage {
namespace {

/// The name of a kind of stall without its argument: "random" for "random[:P]" and "random:0.5".
std::string stall_name(const std::string& stall) { return stall.substr(0, stall.find_first_of("[:")); }

}  // namespace

FunctionalCoverage::FunctionalCoverage(const UnitConfig& config) : config_(config) {
  add_flow();
  add_writes();
  resets_ = bins_.add_range("reset.results_in_flight", 0, config.latency() + 1);
  golden_ = config.structure->make_cases(config, bins_);
}

void FunctionalCoverage::add_flow() {
  const int depth = config_.latency();
  flow_.states = bins_.all().size();
  for (unsigned state = 0; state < 4U << depth; ++state) {
    std::string stages;
    for (int i = 0; i < depth; ++i) stages += (state >> (i + 2) & 1U) != 0 ? '1' : '0';
    bins_.add("handshake.stages_" + stages + ((state & 2U) != 0 ? ".offered" : ".idle") +
              ((state & 1U) != 0 ? ".taken" : ".refused"));
  }
  flow_.starved = bins_.add("flow.input_starved");
  flow_.output_stalled = bins_.add("flow.output_stalled");
  flow_.both = bins_.add("flow.both_stalled");
  flow_.blocked = bins_.add("flow.full_pipe_blocks_input");
  // A pipeline of one stage has no bubbles.
  flow_.bubble_closes =
      bins_.add("flow.bubble_closes_in_stall", depth == 1 ? "one stage has no room for a bubble" : "");
  flow_.back_to_back = bins_.add("flow.back_to_back");
  flow_.stalls = bins_.all().size();
  for (const Stall::Kind& kind : Stall::kinds()) bins_.add("stall." + stall_name(kind.name));
}

/// Bins for writes while data are in flight: one for each address, including those without a register.
void FunctionalCoverage::add_writes() {
  std::vector<std::string> names;
  for (int address = 0; address < config_.addresses(); ++address) {
    names.push_back("write.address." + std::to_string(address));
  }
  for (const RegisterField& field : config_.registers) {
    for (int i = 0; i < field.span; ++i) {
      names.at(field.address + static_cast<std::size_t>(i)) = "write." + field.name + "." + std::to_string(i);
    }
  }
  for (const std::string& name : names) writes_.push_back(bins_.add(name));
}

void FunctionalCoverage::stalls_follow(const std::string& stall) {
  const std::vector<Stall::Kind>& kinds = Stall::kinds();
  const auto found = std::find_if(kinds.begin(), kinds.end(),
                                  [&](const Stall::Kind& kind) { return stall_name(kind.name) == stall_name(stall); });
  stall_ = static_cast<std::size_t>(found - kinds.begin());
}

void FunctionalCoverage::run(const CycleInputs* in, CycleOutputs* out, std::size_t cycles) {
  for (std::size_t i = 0; i < cycles; ++i) {
    const unsigned stages = golden_->stages().value();
    golden_->run(&in[i], &out[i], 1);
    if (in[i].rst_n == 0) {
      bins_.hit(resets_ + static_cast<std::size_t>(__builtin_popcount(stages)));
      accepted_before_ = delivered_before_ = false;
      continue;
    }
    meet_handshake(stages, in[i], out[i]);
    if (in[i].wr_en != 0) bins_.hit_if(stages != 0, writes_.at(in[i].wr_addr));
  }
}

void FunctionalCoverage::meet_handshake(unsigned stages, const CycleInputs& in, const CycleOutputs& out) {
  const bool offered = in.valid != 0;
  const bool taken = in.ready != 0;
  const bool input_ready = out.ready != 0;
  const bool output_valid = out.valid != 0;
  bins_.hit(flow_.states + (stages << 2 | (offered ? 2U : 0U) | (taken ? 1U : 0U)));
  const bool stalled = output_valid && !taken;
  bins_.hit_if(input_ready && !offered, flow_.starved);
  bins_.hit_if(stalled, flow_.output_stalled);
  bins_.hit_if(stalled && !offered, flow_.both);
  bins_.hit_if(offered && !input_ready, flow_.blocked);
  bins_.hit_if(stalled && offered && input_ready, flow_.bubble_closes);
  const bool accepted = offered && input_ready;
  const bool delivered = output_valid && taken;
  bins_.hit_if(accepted && delivered && accepted_before_ && delivered_before_, flow_.back_to_back);
  bins_.hit_if(accepted && stall_ < Stall::kinds().size(), flow_.stalls + stall_);
  accepted_before_ = accepted;
  delivered_before_ = delivered;
}

}  // namespace pwlsim::coverage
