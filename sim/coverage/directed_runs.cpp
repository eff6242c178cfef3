// SPDX-License-Identifier: Apache-2.0
#include "sim/coverage/directed_runs.h"

#include <algorithm>
#include <utility>

#include "sim/lockstep/stall.h"
#include "sim/rooms.h"
#include "sim/unit/directed_run.h"

namespace pwlsim::coverage {
namespace {

constexpr std::uint64_t kRandomInputs = 20'000;  // number of inputs for each kind of stall
constexpr double kRewrite = 0.3;
constexpr double kReset = 0.01;

class WordList : public Stimulus {
 public:
  explicit WordList(std::vector<Word> words) : words_(std::move(words)) {}

  std::size_t next(const UnitTable& table, StimulusInput* inputs, std::size_t count) override {
    const std::size_t taken = std::min(count, words_.size() - at_);
    for (std::size_t i = 0; i < taken; ++i, ++at_) inputs[i] = {table.decode_input(words_[at_]), words_[at_]};
    return taken;
  }

 private:
  std::vector<Word> words_;
  std::size_t at_ = 0;
};

CoverageRun random_run(const UnitTable& table, const std::string& stall, std::uint64_t seed) {
  StimulusRequest request;
  request.name = "words";
  request.seed = seed;
  request.length = kRandomInputs;
  // A stimulus of words ignores the function.
  return {.table = table,
          .stimulus = make_stimulus(request, find_function("exp"), table.config),
          .stall = stall,
          .rewrite = kRewrite,
          .reset = kReset};
}

}  // namespace

LockstepOptions lockstep_options(const CoverageRun& run, std::uint64_t seed) {
  LockstepOptions options;
  options.stall = Stall::parse(run.stall);
  options.seed = seed;
  options.rewrite = run.rewrite;
  options.reset = run.reset;
  return options;
}

std::unique_ptr<Stimulus> word_list(std::vector<Word> words) { return std::make_unique<WordList>(std::move(words)); }

std::vector<CoverageRun> directed_runs(const UnitConfig& config, std::uint64_t seed) {
  std::vector<DirectedRun> directed = config.structure->directed_runs(config, seed);
  std::vector<CoverageRun> runs;
  const UnitTable spread = directed.at(0).table;
  const auto add = [&](DirectedRun& run) {
    runs.push_back({.table = std::move(run.table),
                    .stimulus = word_list(std::move(run.words)),
                    .stall = "none",
                    .rewrite = 0,
                    .reset = 0});
  };
  add(directed[0]);
  for (const Stall::Kind& kind : Stall::kinds()) {
    const std::string stall = kind.name.substr(0, kind.name.find('['));
    runs.push_back(random_run(spread, stall, seed + runs.size()));
  }
  for (std::size_t i = 1; i < directed.size(); ++i) add(directed[i]);
  return runs;
}

}  // namespace pwlsim::coverage
