// SPDX-License-Identifier: Apache-2.0
#include "sim/base/cache_entry.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <set>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

#include "sim/base/content_hash.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/leftovers.h"

namespace pwlsim::base {
namespace fs = std::filesystem;
namespace {

constexpr const char* kChecksums = "checksums";
constexpr const char* kCacheFile = "cache file";  // in messages

// Time of waiting for a lock before a message says so.
constexpr std::chrono::seconds kQuiet{5};

/// One line with name and hash for each file of the folder, except the file of these lines.
std::string checksums(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().lexically_relative(folder).string();
    if (!entry.is_directory() && name != kChecksums) names.insert(name);
  }
  std::string text;
  for (const std::string& name : names) text += content_hash(read_file((folder / name).string())) + " " + name + "\n";
  return text;
}

/// Makes a folder that only this user can access, or checks that an existing one is so.
const fs::path& private_folder(const fs::path& folder) {
  const auto refuse = [&](const std::string& reason) {
    throw MachineError(folder.string() + ": " + reason + "; PWLSIM_CACHE names another folder for the cache");
  };
  struct stat status {};
  if (mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) refuse(std::strerror(errno));
  if (lstat(folder.c_str(), &status) != 0) refuse(std::strerror(errno));
  if (S_ISLNK(status.st_mode)) refuse("is a link");
  if (!S_ISDIR(status.st_mode)) refuse("is not a folder");
  if (status.st_uid != geteuid()) refuse("belongs to somebody else");
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) refuse("others may write to it");
  return folder;
}

}  // namespace

fs::path default_cache() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return fs::path(value == nullptr || *value == '\0' ? fs::path() : fs::absolute(value));
  };
  if (!variable("PWLSIM_CACHE").empty()) return variable("PWLSIM_CACHE");
  if (!variable("XDG_CACHE_HOME").empty()) return variable("XDG_CACHE_HOME") / "pwlsim";
  if (!variable("HOME").empty()) return variable("HOME") / ".cache" / "pwlsim";
  return private_folder(temporary_place() / ("pwlsim-cache-" + std::to_string(geteuid())));
}

const std::string& program_hash() {
  static const std::string hex = content_hash(read_file("/proc/self/exe"));
  return hex;
}

FileLock::FileLock(const fs::path& path) : descriptor_(open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0666)) {
  if (descriptor_ < 0) throw MachineError(path.string() + ": " + std::strerror(errno));
  constexpr std::chrono::milliseconds kMoment{50};
  for (int waited = 0; flock(descriptor_, LOCK_EX | LOCK_NB) != 0; ++waited) {
    if (errno == EWOULDBLOCK) {
      if (waited * kMoment == kQuiet) {
        std::fprintf(stderr, "progress: waiting for another run, which has locked %s\n", path.c_str());
      }
      std::this_thread::sleep_for(kMoment);
    } else if (errno != EINTR) {
      const std::string reason = std::strerror(errno);
      close(descriptor_);
      throw MachineError(path.string() + ": cannot be locked: " + reason);
    }
  }
}

FileLock::~FileLock() { close(descriptor_); }

CacheEntry::CacheEntry(const fs::path& cache, std::string_view code, const std::string& key, std::string product,
                       bool fresh)
    : final_(cache / (key + "-" + std::string(code))),
      partial_(final_.string() + ".partial"),
      product_(std::move(product)),
      complete_(!fresh && is_whole()) {
  if (complete_) return;
  const std::string advice = "; the cache " + cache.string() + " cannot be used, PWLSIM_CACHE names another";
  try {
    fs::create_directories(cache);
    lock_.emplace(final_.string() + ".lock");
    complete_ = !fresh && is_whole();  // another process may have made it meanwhile
    if (complete_) return;
    fs::remove_all(final_);    // damaged
    fs::remove_all(partial_);  // left by a killed process
    const SignalsWait wait;
    fs::create_directory(partial_);
    add_leftover(partial_);
    if (!is_plain(fs::canonical(partial_))) elsewhere_.emplace();
  } catch (const fs::filesystem_error& error) {
    throw MachineError(error.path1().string() + ": " + error.code().message() + advice);
  } catch (const MachineError& error) {
    throw MachineError(error.what() + advice);
  }
}

CacheEntry::~CacheEntry() {
  if (!lock_) return;
  std::error_code ignored;
  fs::remove_all(partial_, ignored);
  drop_leftover(partial_);
}

bool CacheEntry::is_whole() const {
  std::error_code not_there;
  if (!fs::exists(final_ / product_, not_there)) return false;
  try {
    return read_file((final_ / kChecksums).string()) == checksums(final_);
  } catch (const std::runtime_error&) {  // a file that is missing or cannot be read
    return false;
  }
}

void CacheEntry::commit() {
  const fs::path& folder = filled();
  check_space(folder.string());
  if (read_file((folder / product_).string()).empty()) throw MachineError((folder / product_).string() + ": is empty");
  try {
    if (elsewhere_) fs::copy(folder, partial_, fs::copy_options::recursive);
    write_file((partial_ / kChecksums).string(), checksums(partial_), kCacheFile);
    fs::rename(partial_, final_);
  } catch (const fs::filesystem_error& error) {
    throw MachineError(final_.string() + ": cannot be made: " + error.code().message());
  }
  drop_leftover(partial_);
  complete_ = true;
  lock_.reset();
}

}  // namespace pwlsim::base
