// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/stall.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

std::string complaint(const std::string& text) {
  try {
    Stall::parse(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

std::vector<Stall::Sides> cycles_of(const std::string& text, std::size_t count, std::uint64_t seed = 1) {
  Stall stall = Stall::parse(text);
  Random random(seed);
  std::vector<Stall::Sides> cycles;
  for (std::size_t i = 0; i < count; ++i) cycles.push_back(stall.next(random));
  return cycles;
}

struct Rates {
  double offer, accept;
};

Rates rates_of(const std::string& text) {
  const std::vector<Stall::Sides> cycles = cycles_of(text, 100'000);
  Rates rates{0, 0};
  for (const Stall::Sides& sides : cycles) {
    rates.offer += sides.offer ? 1 : 0;
    rates.accept += sides.accept ? 1 : 0;
  }
  return {rates.offer / static_cast<double>(cycles.size()), rates.accept / static_cast<double>(cycles.size())};
}

TEST(Stall, UnknownNamesAreRefusedWithTheKnownOnes) {
  for (const char* text : {"", "x", "None", "none:1", "alternate:2", "randomly", " none", "none "}) {
    EXPECT_NE(complaint(text).find("unknown stall '" + std::string(text) + "'"), std::string::npos) << text;
    EXPECT_NE(complaint(text).find("burst[:N]"), std::string::npos) << text;
  }
}

TEST(Stall, ArgumentsOutOfRangeAreRefused) {
  for (const char* text : {"random:", "random:x", "random:-0.1", "random:1", "random:0.991", "random:nan", "random:inf",
                           "random:0.5x", "random:0.5:0.5", "input:1", "output:2", "input:1e999"}) {
    EXPECT_NE(complaint(text).find(std::string(text) + "' needs a probability from 0 to 0.99"), std::string::npos)
        << text << ": " << complaint(text);
  }
  for (const char* text :
       {"burst:", "burst:0", "burst:-1", "burst:1001", "burst:2.7", "burst:x", "burst:99999999999"}) {
    EXPECT_NE(complaint(text).find(std::string(text) + "' needs a whole number from 1 to 1000"), std::string::npos)
        << text << ": " << complaint(text);
  }
}

TEST(Stall, EachListedKindIsUnderstood) {
  for (const Stall::Kind& kind : Stall::kinds()) {
    EXPECT_EQ(complaint(kind.name.substr(0, kind.name.find('['))), "") << kind.name;
    EXPECT_FALSE(kind.description.empty());
  }
  EXPECT_EQ(complaint("random:0.99"), "");
  EXPECT_EQ(complaint("burst:1000"), "");
}

TEST(Stall, NoneNeverStalls) {
  for (const char* text : {"none", "random:0", "input:0", "output:0"}) {
    const Rates rates = rates_of(text);
    EXPECT_EQ(rates.offer, 1) << text;
    EXPECT_EQ(rates.accept, 1) << text;
  }
}

// Five standard deviations of 100000 draws are below 0.008.
TEST(Stall, RatesAreAsAsked) {
  constexpr double kNear = 0.008;
  const auto expect = [](const char* text, double offer, double accept) {
    const Rates rates = rates_of(text);
    EXPECT_NEAR(rates.offer, offer, kNear) << text;
    EXPECT_NEAR(rates.accept, accept, kNear) << text;
  };
  expect("random", 0.7, 0.7);
  expect("random:0.5", 0.5, 0.5);
  expect("random:0.9", 0.1, 0.1);
  expect("input", 0.7, 1);
  expect("input:0.25", 0.75, 1);
  expect("output", 1, 0.7);
  expect("output:0.75", 1, 0.25);
}

// Both sides draw independently, so each of the four combinations has its expected frequency.
TEST(Stall, SidesAreIndependent) {
  int both = 0;
  for (const Stall::Sides& sides : cycles_of("random:0.5", 100'000)) both += sides.offer && sides.accept ? 1 : 0;
  EXPECT_NEAR(both / 1e5, 0.25, 0.008);
}

TEST(Stall, AlternateOffersInEvenCyclesAndAcceptsInOddOnes) {
  const std::vector<Stall::Sides> cycles = cycles_of("alternate", 100);
  for (std::size_t i = 0; i < cycles.size(); ++i) {
    EXPECT_EQ(cycles[i].offer, i % 2 == 0) << i;
    EXPECT_EQ(cycles[i].accept, i % 2 == 1) << i;
  }
}

/// Lengths of the runs of equal values, without the last one, which may be incomplete.
std::vector<std::size_t> runs_of(const std::vector<bool>& values) {
  std::vector<std::size_t> runs;
  std::size_t start = 0;
  for (std::size_t i = 1; i < values.size(); ++i) {
    if (values[i] != values[i - 1]) {
      runs.push_back(i - start);
      start = i;
    }
  }
  return runs;
}

TEST(Stall, BurstsLastOneToTwiceNLessOneCyclesAndNOnAverage) {
  for (const std::size_t n : {1U, 2U, 8U, 50U}) {
    std::vector<bool> offer;
    std::vector<bool> accept;
    for (const Stall::Sides& sides : cycles_of("burst:" + std::to_string(n), 200'000)) {
      offer.push_back(sides.offer);
      accept.push_back(sides.accept);
    }
    for (const std::vector<bool>& side : {offer, accept}) {
      EXPECT_TRUE(side[0]);  // begins with data
      const std::vector<std::size_t> runs = runs_of(side);
      double sum = 0;
      std::size_t longest = 0;
      for (const std::size_t run : runs) {
        sum += static_cast<double>(run);
        longest = std::max(longest, run);
      }
      EXPECT_EQ(longest, 2 * n - 1);
      EXPECT_NEAR(sum / static_cast<double>(runs.size()), static_cast<double>(n), 0.05 * static_cast<double>(n));
    }
    // The phases of both sides drift apart, so that the pipeline is both full and empty at times.
    EXPECT_EQ(offer == accept, n == 1);
  }
}

// A side with any stall setting moves again, so no run can hang.
TEST(Stall, BothSidesAlwaysMoveAgain) {
  for (const char* text : {"none", "random:0.99", "input:0.99", "output:0.99", "burst:1", "burst:1000", "alternate"}) {
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      std::size_t since_offer = 0;
      std::size_t since_accept = 0;
      for (const Stall::Sides& sides : cycles_of(text, 50'000, seed)) {
        since_offer = sides.offer ? 0 : since_offer + 1;
        since_accept = sides.accept ? 0 : since_accept + 1;
        ASSERT_LT(since_offer, 4000U) << text;
        ASSERT_LT(since_accept, 4000U) << text;
      }
    }
  }
}

TEST(Stall, TheSeedAloneDecides) {
  for (const char* text : {"random", "burst:8"}) {
    const auto bits = [text](std::uint64_t seed) {
      std::string all;
      for (const Stall::Sides& sides : cycles_of(text, 1000, seed)) {
        all += sides.offer ? '1' : '0';
        all += sides.accept ? '1' : '0';
      }
      return all;
    };
    EXPECT_EQ(bits(1), bits(1));
    EXPECT_NE(bits(1), bits(2));
  }
}

}  // namespace
}  // namespace pwlsim::tests
