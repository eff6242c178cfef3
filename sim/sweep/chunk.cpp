// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/chunk.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "sim/lockstep/comparison.h"
#include "sim/lockstep/error_statistics.h"
#include "sim/rooms.h"
#include "sim/unit/golden.h"

namespace pwlsim::sweep {
namespace {

constexpr std::size_t kBlock = 2048;  // results per block, so that all buffers stay in the first-level cache

/// Hash of one result and its input. Sums of hashes differ if any result differs.
std::uint64_t mixed(Word x, Word y, std::uint64_t segment) {
  std::uint64_t word = (x * 0x9e37'79b9'7f4a'7c15 + segment) ^ y;
  word ^= word >> 32;
  word *= 0xd6e8'feb8'6659'fd93;
  return word ^ word >> 32;
}

/// Results of one block, with room for a whole number of cycles.
struct Results {
  std::array<Word, kBlock + SweepModel::kLanes> y{};
  std::array<std::uint8_t, kBlock + SweepModel::kLanes> segment{};

  ResultBlock block() const { return {y.data(), segment.data()}; }
};

/// Runs the model and pairs each result with its segment, which appears some cycles earlier.
class ResultReader {
 public:
  ResultReader(SweepModel& model, const SweepWork& work, Word first) : model_(model) {
    const std::ptrdiff_t segment_stage = std::min(work.table->config.segment_stage, work.latency - 1);
    const auto latency = static_cast<std::size_t>(work.latency);
    std::vector<Word> nothing(latency * SweepModel::kLanes);
    early_.resize(latency * SweepModel::kLanes);
    model.start(first);
    fills_ = model.run(false, nothing.data(), early_.data(), latency) == latency;
    early_.erase(early_.begin(), early_.begin() + segment_stage * static_cast<std::ptrdiff_t>(SweepModel::kLanes));
    segments_.resize(early_.size() + kBlock + SweepModel::kLanes);
  }

  /// Reads the next `count` results: at most kBlock, and an even number except in the last call. Returns how many there
  /// were.
  std::size_t read(std::size_t count, Results& results) {
    if (!fills_) return 0;
    const std::size_t lead = early_.size();
    std::copy(early_.begin(), early_.end(), segments_.begin());
    const std::size_t cycles = (count + SweepModel::kLanes - 1) / SweepModel::kLanes;
    const std::size_t done = model_.run(true, results.y.data(), segments_.data() + lead, cycles) * SweepModel::kLanes;
    std::copy_n(segments_.begin(), done, results.segment.begin());
    std::copy_n(segments_.begin() + static_cast<std::ptrdiff_t>(done), lead, early_.begin());
    return std::min(done, count);
  }

 private:
  SweepModel& model_;
  bool fills_ = false;
  std::vector<std::uint8_t> early_, segments_;
};

void count_classes(const FloatFormat& format, const Word* y, std::size_t count, SweepTotals& totals) {
  const Word infinity = low_bits(format.exponent) << format.mantissa;
  const Word magnitude = low_bits(format.width() - 1);
  for (std::size_t i = 0; i < count; ++i) {
    totals.nans += (y[i] & magnitude) > infinity ? 1 : 0;
    totals.infinities += (y[i] & magnitude) == infinity ? 1 : 0;
  }
}

/// The number that a word stands for; nothing for NaN, and if the number encodes to another word.
std::optional<double> number_of(const UnitTable& table, Word x) {
  const double number = table.decode_input(x);
  if (!std::isfinite(number) || table.encode_input(number) != x) return std::nullopt;
  return number;
}

SweepMismatch mismatch_of(const OutputDifference& difference, const UnitTable& table, Word first) {
  const Word x = first + difference.cycle;
  return {.x = x,
          .expected = difference.expected.y,
          .actual = difference.actual.y,
          .expected_segment = difference.expected.segment,
          .actual_segment = difference.actual.segment,
          .number = number_of(table, x)};
}

}  // namespace

void SweepTotals::add(const SweepTotals& other) {
  results += other.results;
  mismatches += other.mismatches;
  if (other.first && (!first || other.first->x < first->x)) first = other.first;
  digest += other.digest;
  nans += other.nans;
  infinities += other.infinities;
  judged += other.judged;
  const bool greater = other.max_error && (!max_error || *other.max_error > *max_error ||
                                           (*other.max_error == *max_error && other.max_error_at < max_error_at));
  if (!greater) return;
  max_error = other.max_error;
  max_error_at = other.max_error_at;
}

std::optional<SweepTotals> sweep_chunk(SweepModel& model, const SweepWork& work, Word first, std::uint64_t count,
                                       const std::atomic<bool>& stop) {
  const UnitTable& table = *work.table;
  const GoldenUnit golden(table);
  ErrorStatistics errors(*work.function, table);
  ResultReader reader(model, work, first);
  ComparisonRule rule;
  rule.first_cycle = 0;
  Comparison comparison(rule);
  SweepTotals totals;
  Results expected, actual;
  for (std::uint64_t done = 0; done < count;) {
    if (stop) return std::nullopt;
    const Word x = first + done;
    const std::size_t wanted = std::min<std::uint64_t>(kBlock, count - done);
    golden.evaluate_block(x, wanted, expected.y.data(), expected.segment.data());
    const std::size_t got = reader.read(wanted, actual);
    if (!model.has_segment()) std::copy_n(expected.segment.begin(), got, actual.segment.begin());
    comparison.block(expected.block(), actual.block(), got);
    for (std::size_t i = 0; i < got; ++i) {
      totals.digest += mixed(x + i, actual.y[i], model.has_segment() ? actual.segment[i] : 0);
    }
    if (table.config.y.is_real()) count_classes(table.config.y.floats, actual.y.data(), got, totals);
    const std::uint64_t to_judged = (work.judge_each - x % work.judge_each) % work.judge_each;
    for (std::uint64_t i = to_judged; i < got; i += work.judge_each) {
      const double value = table.decode_input(x + i);
      const double before = errors.max_absolute();
      errors.add(value, value, table.decode_output(actual.y[i]));
      if (errors.max_absolute() != before)
        totals.max_error_at = x + i;  // `before` is NaN until the first input is judged
    }
    totals.results += got;
    done += got;
    if (got == wanted) continue;
    totals.mismatches = count - done;
    if (!comparison.first()) {
      totals.first = {.x = x + got,
                      .expected = expected.y[got],
                      .actual = 0,
                      .expected_segment = expected.segment[got],
                      .actual_segment = 0,
                      .number = number_of(table, x + got),
                      .missing = true};
    }
    break;
  }
  totals.mismatches += comparison.mismatches();
  if (comparison.first()) totals.first = mismatch_of(*comparison.first(), table, first);
  totals.judged = errors.count();
  if (errors.max_absolute() >= 0) totals.max_error = errors.max_absolute();
  return totals;
}

}  // namespace pwlsim::sweep
