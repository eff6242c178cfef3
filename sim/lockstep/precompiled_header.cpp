// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/precompiled_header.h"

#include "sim/lockstep/cache_entry.h"
#include "sim/lockstep/code_version.h"
#include "sim/lockstep/content_hash.h"
#include "sim/lockstep/process.h"
#include "sim/pwl/error.h"
#include "sim/pwl/file.h"

namespace pwlsim::lockstep {

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

}  // namespace pwlsim::lockstep
