// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/weights.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>

#include "sim/base/content_hash.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/lockstep/recording.h"

namespace pwlsim::experiment {
namespace {

/// A recording or a histogram, told apart by the text.
Activations read_activations(const WeightsRequest& request) {
  const std::string text = read_file(request.name, kMostRecordingBytes);
  if (!is_histogram(text)) return {parse_recording(text, request.name, request.column), {}};
  if (!request.column.empty()) {
    throw InputError("--column " + printable(request.column) + ": " + printable(request.name) + " is a histogram");
  }
  return {{}, parse_histogram(text, request.name)};
}

}  // namespace

Weights::Weights(const WeightsRequest& request) : request_(request) {
  if (!request_.column.empty() && (request_.name == "recorded" || !request_.given())) {
    throw InputError("--column " + printable(request_.column) + ": --weights " + request_.name + " is not a file");
  }
}

Weights::Read& Weights::read(const Function& function) {
  const bool recorded = request_.name == "recorded";
  const auto [at, is_new] = read_.try_emplace(recorded ? function.name : "");
  if (!is_new || !request_.given()) return at->second;
  if (recorded) {
    const std::string file = recordings_folder() + "/" + function.name + ".npy";
    if (!std::filesystem::exists(file)) {
      throw InputError("there is no recording of " + function.name + " (" + file + "); --weights FILE names one");
    }
    at->second.activations.numbers = read_recording(file);
  } else {
    at->second.activations = read_activations(request_);
  }
  return at->second;
}

const Activations& Weights::of(const Function& function) { return read(function).activations; }

void Weights::say_left_out(const Function& function, Feedback& feedback) {
  if (!said_.insert(&function).second) return;
  const std::vector<double>& numbers = of(function).numbers;
  const auto left_out =
      std::count_if(numbers.begin(), numbers.end(), [&](double x) { return !std::isfinite(function.exact(x)); });
  if (left_out == 0 || left_out == static_cast<std::ptrdiff_t>(numbers.size())) return;  // of all an error tells
  feedback.note(fmt::format("{} of {} activations are left out, as {} has no finite value there", left_out,
                            numbers.size(), function.name));
}

std::string Weights::text_of(const Function& function) {
  if (!request_.given()) return request_.name;
  auto& [activations, text] = read(function);
  if (!text.empty()) return text;
  ContentHash hash;
  const auto add = [&hash](const auto& items) {
    hash.add({reinterpret_cast<const char*>(items.data()), items.size() * sizeof(items[0])});
  };
  double count = static_cast<double>(activations.numbers.size());
  add(activations.numbers);
  if (activations.histogram) {
    add(activations.histogram->codes);
    for (const Gathered& at : activations.histogram->codes) count += at.count;
  }
  std::string name =
      request_.name == "recorded" ? request_.name : printable(std::filesystem::path(request_.name).filename().string());
  if (!request_.column.empty()) name += " column " + printable(request_.column);
  text = fmt::format("{}, {} numbers, {}", name, count, hash.hex());
  return text;
}

}  // namespace pwlsim::experiment
