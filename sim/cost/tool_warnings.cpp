// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/tool_warnings.h"

#include <fmt/format.h>
#include <algorithm>
#include <cctype>
#include <sstream>
#include <string_view>

#include "sim/pwl/error.h"
#include "sim/pwl/file.h"

namespace pwlsim::cost {
namespace {

constexpr std::size_t kMostShown = 400;

// Words of harmless warnings. Yosys writes a summary of those that it gave; each of them was judged before.
constexpr std::string_view kHarmless[] = {"Warnings: "};

}  // namespace

void check_warnings(const std::string& tool, const std::string& output) {
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    std::string lower = line;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
    if (lower.find("warning") == std::string::npos) continue;
    const bool harmless = std::any_of(std::begin(kHarmless), std::end(kHarmless),
                                      [&](std::string_view words) { return line.find(words) != std::string::npos; });
    if (!harmless) throw InputError(fmt::format("{}: {}", tool, printable(line, kMostShown)));
  }
}

}  // namespace pwlsim::cost
