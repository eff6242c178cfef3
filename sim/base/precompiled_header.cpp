// SPDX-License-Identifier: Apache-2.0
#include "sim/base/precompiled_header.h"

#include "sim/base/cache_entry.h"
#include "sim/base/code_version.h"
#include "sim/base/content_hash.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/process.h"

namespace pwlsim::base {

std::vector<std::string> precompiled_header(const std::filesystem::path& cache, const std::string& name,
                                            const std::string& text, const std::string& versions,
                                            const std::vector<std::string>& command) {
  ContentHash hash;
  hash.add(text);
  hash.add(versions);
  for (const std::string& word : command) hash.add(word);
  const std::string header = "all_of_" + name + ".h";
  CacheEntry entry(cache, kCodeVersion, "header-" + hash.hex(), header + ".gch");
  if (!entry.complete()) {
    write_file(entry.folder() / header, text, "cache file");
    std::vector<std::string> precompile = command;
    precompile.insert(precompile.end(), {"-x", "c++-header", header, "-o", header + ".gch"});
    const ProcessResult result = run_process(precompile, entry.folder());
    check_machine(result, "compiling the header of " + name);
    if (result.exit_code != 0) throw InputError("compiling the header of " + name + " failed:\n" + result.output);
    entry.commit();
  }
  return {"-include", (entry.folder() / header).string()};
}

}  // namespace pwlsim::base
