// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/technology.h"

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <system_error>

#include "sim/base/error.h"
#include "sim/cost/liberty/layout_data.h"

namespace pwlsim::experiment {
namespace fs = std::filesystem;

std::vector<std::string> default_liberty() {
  const char* named = std::getenv("PWLSIM_LIBERTY");
  if (named == nullptr || *named == '\0') return {std::string(kOsu018Folder) + "/osu018_stdcells.lib"};
  std::error_code ignored;
  if (fs::exists(named, ignored)) return {named};
  std::vector<std::string> files;
  std::istringstream list(named);
  for (std::string file; std::getline(list, file, ':');) {
    if (!file.empty()) files.push_back(file);
  }
  if (files.empty()) throw InputError("PWLSIM_LIBERTY: a file name is missing");
  return files;
}

Technology technology_of(const LibraryRequest& request, Feedback& feedback) {
  const std::vector<std::string> files = request.liberty.empty() ? default_liberty() : request.liberty;
  Technology technology = read_technology(std::vector<fs::path>(files.begin(), files.end()), request.dont_use,
                                          {{request.lef.begin(), request.lef.end()}, request.wire_load});
  for (const std::string& note : technology.library.notes) feedback.note(note);
  if (!technology.left_out.empty()) feedback.note(technology.left_out);
  return technology;
}

}  // namespace pwlsim::experiment
