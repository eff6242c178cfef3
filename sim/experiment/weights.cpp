// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/weights.h"

#include <fmt/format.h>
#include <filesystem>

#include "sim/base/content_hash.h"
#include "sim/base/error.h"
#include "sim/base/file.h"

namespace pwlsim::experiment {

std::pair<std::vector<double>, std::string> read_weights(const WeightsRequest& request, const Function& function,
                                                         Recordings& read) {
  const std::string& weights = request.name;
  const bool recorded = weights == "recorded";
  if (!request.column.empty() && (recorded || weights == "uniform")) {
    throw InputError("--column " + printable(request.column) + ": --weights " + weights + " is not a file");
  }
  if (weights == "uniform") return {{}, weights};
  const std::vector<double>& numbers =
      recorded ? *read.of(recordings_folder() + "/" + function.name + ".npy") : *read.of(weights, request.column);
  ContentHash hash;
  hash.add({reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(double)});
  std::string name = recorded ? weights : printable(std::filesystem::path(weights).filename().string());
  if (!request.column.empty()) name += " column " + printable(request.column);
  return {numbers, fmt::format("{}, {} numbers, {}", name, numbers.size(), hash.hex())};
}

}  // namespace pwlsim::experiment
