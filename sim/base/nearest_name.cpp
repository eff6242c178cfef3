// SPDX-License-Identifier: Apache-2.0
#include "sim/base/nearest_name.h"

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace pwlsim::base {
namespace {

constexpr std::size_t kShortest = 3;  ///< shortest name for which a suggestion is made
constexpr std::size_t kLongest = 100;

std::string lower_case(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

/// The least number of characters to insert, leave out, change, or swap with their neighbour, to turn `a` into `b`.
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> least(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        least[i][j] = i + j;
        continue;
      }
      least[i][j] =
          std::min({least[i - 1][j] + 1, least[i][j - 1] + 1, least[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        least[i][j] = std::min(least[i][j], least[i - 2][j - 2] + 1);
      }
    }
  }
  return least[a.size()][b.size()];
}

}  // namespace

std::string nearest_name(std::string_view name, const std::vector<std::string>& known) {
  if (name.size() < kShortest || name.size() > kLongest) return "";
  const std::string wanted = lower_case(name);
  std::string nearest;
  std::size_t least =
      std::max<std::size_t>(1, wanted.size() / kShortest) + 1;  // at a greater distance it is another name
  for (const std::string& candidate : known) {
    const std::string other = lower_case(candidate);
    // The beginning of a name counts like a single mistake.
    const std::size_t here =
        other.rfind(wanted, 0) == 0 ? std::min<std::size_t>(1, other.size() - wanted.size()) : distance(wanted, other);
    if (here >= least) continue;
    least = here;
    nearest = candidate;
  }
  return nearest;
}

std::string suggestion(std::string_view name, const std::vector<std::string>& known) {
  const std::string nearest = nearest_name(name, known);
  return nearest.empty() ? "" : " (did you mean " + nearest + "?)";
}

}  // namespace pwlsim::base
