// SPDX-License-Identifier: Apache-2.0
#include "sim/base/file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>

#include "sim/base/error.h"
#include "sim/base/temporary_folder.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"
#include "tests/without_root.h"

namespace pwlsim::tests {
namespace fs = std::filesystem;
namespace {

constexpr fs::perms kOthersEnter = fs::perms::group_exec | fs::perms::others_exec;

std::string complaint(const std::function<void()>& action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

/// The message of the MachineError that `action` throws.
std::string trouble(const std::function<void()>& action) {
  try {
    action();
  } catch (const MachineError& error) {
    return error.what();
  }
  return "none";
}

TEST(CheckWritable, KnowsBeforehandWhatCannotBeWritten) {
  const ScratchFolder folder;
  fs::permissions(folder.path(), kOthersEnter, fs::perm_options::add);
  const fs::path open = folder.path() / "open", closed = folder.path() / "closed";
  fs::create_directory(open);
  fs::create_directory(closed);
  const std::string elsewhere = folder.write("closed/elsewhere", "");
  fs::permissions(elsewhere, fs::perms::all);
  fs::permissions(open, fs::perms::all);
  fs::permissions(closed, fs::perms::owner_read | fs::perms::owner_exec | kOthersEnter);
  const std::string old = folder.write("open/old", "");
  const std::string fixed = folder.write("open/fixed", "");
  fs::permissions(old, fs::perms::all);
  fs::permissions(fixed, fs::perms::owner_read);
  fs::create_symlink(elsewhere, open / "link");
  const WithoutRoot nobody;
  const auto check = [](const fs::path& path) { return complaint([&] { check_writable(path.string(), "--json"); }); };
  EXPECT_EQ(check(""), "accepted");
  EXPECT_EQ(check(open / "new"), "accepted");
  EXPECT_EQ(check(old), "accepted");
  EXPECT_EQ(check("/dev/null"), "accepted");
  EXPECT_EQ(check(closed / "new"),
            "--json " + (closed / "new").string() + ": its folder cannot be written to: Permission denied");
  EXPECT_EQ(check(fixed), "--json " + fixed + ": the file cannot be written to: Permission denied");
  EXPECT_EQ(check(open / "link"),
            "--json " + (open / "link").string() + ": its folder cannot be written to: Permission denied");
  EXPECT_EQ(check(open), "--json " + open.string() + ": is a folder");
  EXPECT_EQ(check(open / "none" / "new"),
            "--json " + (open / "none/new").string() + ": there is no folder " + (open / "none").string());
  std::error_code not_mine;
  fs::permissions(closed, fs::perms::owner_all, not_mine);  // so that it can be removed
}

TEST(WriteFile, SaysWhyItCannot) {
  const ScratchFolder folder;
  const std::string path = (folder.path() / "none" / "file").string();
  EXPECT_EQ(complaint([&] { write_file(path, "text", "--json"); }),
            "--json " + path + ": cannot be written: No such file or directory");
  EXPECT_EQ(trouble([] { write_file("/dev/full", "text", "--json"); }),
            "--json /dev/full: cannot be written: No space left on device");
}

TEST(WriteFile, KeepsWhatAFileIs) {
  const ScratchFolder folder;
  const std::string file = folder.write("file", "old");
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  if (geteuid() == 0) {
    ASSERT_EQ(chown(file.c_str(), 65534, 65534), 0);
  }
  struct stat before {
  }, after{};
  stat(file.c_str(), &before);
  begin_report(file, "--junit");
  EXPECT_EQ(folder.read("file"), "");
  write_file(file, "new", "--junit");
  stat(file.c_str(), &after);
  EXPECT_EQ(folder.read("file"), "new");
  EXPECT_EQ(after.st_mode, before.st_mode);
  EXPECT_EQ(after.st_uid, before.st_uid);
  // Symbolic and hard links.
  fs::create_hard_link(file, folder.path() / "twin");
  write_file(file, "newer", "--json");
  EXPECT_EQ(folder.read("twin"), "newer");
  fs::create_symlink("there", folder.path() / "link");
  check_writable((folder.path() / "link").string(), "--json");
  write_file((folder.path() / "link").string(), "text", "--json");
  EXPECT_TRUE(fs::is_symlink(folder.path() / "link"));
  EXPECT_EQ(folder.read("there"), "text");
}

// The file is opened as by a shell's >>.
TEST(WriteFile, WritesToWhatIsOpen) {
  const ScratchFolder folder;
  const std::string file = folder.write("log", "old\n");
  const int log = open(file.c_str(), O_WRONLY | O_APPEND);
  ASSERT_GE(log, 0);
  const std::string named = "/dev/fd/" + std::to_string(log);
  begin_report(named, "--junit");
  write_file(named, "new\n", "--junit");
  close(log);
  EXPECT_EQ(folder.read("log"), "old\nnew\n");
}

TEST(TemporaryFolder, SaysThatThePlaceForItIsNotThere) {
  const ScratchFolder folder;
  const std::string none = (folder.path() / "none").string();
  setenv("TMPDIR", none.c_str(), 1);
  EXPECT_EQ(trouble([] { const TemporaryFolder never; }), "TMPDIR " + none + ": No such file or directory");
  fs::current_path(folder.path());
  fs::create_directory("relative");
  setenv("TMPDIR", "relative", 1);
  const TemporaryFolder temporary;
  EXPECT_EQ(temporary.path().parent_path(), fs::canonical(folder.path()) / "relative");
  fs::current_path("/");
  unsetenv("TMPDIR");
}

// A limit on the size of files simulates a full disk.
TEST(CheckSpace, FindsThatNothingMoreCanBeWritten) {
  const ScratchFolder folder;
  EXPECT_EQ(complaint([&] { check_space(folder.path().string()); }), "accepted");
  EXPECT_TRUE(fs::is_empty(folder.path()));
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit little{4096, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &little);
  const std::string says = trouble([&] { check_space(folder.path().string()); });
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(says, folder.path().string() + ": nothing more can be written there: File too large");
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

}  // namespace
}  // namespace pwlsim::tests
