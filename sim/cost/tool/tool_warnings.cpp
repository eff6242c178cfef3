// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/tool/tool_warnings.h"

#include <fmt/format.h>
#include <algorithm>
#include <cctype>
#include <sstream>
#include <string_view>

#include "sim/base/error.h"
#include "sim/base/file.h"

namespace pwlsim::cost {
namespace {

constexpr std::size_t kMostShown = 400;

// Words, in lower case, of lines that are warnings.
constexpr std::string_view kSuspect[] = {"warning", "skipped cell", "abc: error"};

// Words of harmless lines. ABC does not map flops, clock gates and cells with two outputs, and need not. Yosys's
// summary of warnings repeats lines that are checked themselves.
constexpr std::string_view kHarmless[] = {"skipped sequential cell", "without logic function", "multi-output gates",
                                          "Warnings: "};

}  // namespace

void check_warnings(const std::string& tool, const std::string& output) {
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    std::string lower = line;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
    const auto has = [](const std::string& text) {
      return [&text](std::string_view words) { return text.find(words) != std::string::npos; };
    };
    if (std::none_of(std::begin(kSuspect), std::end(kSuspect), has(lower))) continue;
    if (std::none_of(std::begin(kHarmless), std::end(kHarmless), has(line))) {
      throw InputError(fmt::format("{}: {}", tool, printable(line, kMostShown)));
    }
  }
}

}  // namespace pwlsim::cost
