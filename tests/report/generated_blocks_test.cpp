// SPDX-License-Identifier: Apache-2.0
#include "sim/report/generated_blocks.h"

#include <gtest/gtest.h>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

std::string complaint(const std::string& text) {
  try {
    generated_blocks(text, "some/README.md");
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(GeneratedBlocks, StandBetweenTheirMarkers) {
  const std::string text =
      "a\n<!-- begin: pwlsim list --markdown -->\nb\nc\n<!-- end -->\nd\n<!-- begin: pwlsim fit -->\n<!-- end -->";
  const std::vector<GeneratedBlock> blocks = generated_blocks(text, "");
  ASSERT_EQ(blocks.size(), 2U);
  EXPECT_EQ(blocks[0].arguments, (Words{"list", "--markdown"}));
  EXPECT_EQ(blocks[0].command(), "pwlsim list --markdown");
  EXPECT_EQ(blocks[0].line, 2U);
  EXPECT_EQ(text.substr(blocks[0].from, blocks[0].to - blocks[0].from), "b\nc\n");
  EXPECT_EQ(blocks[1].line, 7U);
  EXPECT_EQ(blocks[1].from, blocks[1].to);
  EXPECT_EQ(generated_blocks("", "").size(), 0U);
  EXPECT_EQ(generated_blocks("text\n  <!-- end -->\n", "").size(), 0U) << "not at the line's begin";
}

TEST(GeneratedBlocks, AreRefusedWithFileAndLine) {
  EXPECT_EQ(complaint("a\n<!-- begin: pwlsim list -->\n"), "some/README.md:2: the generated block has no <!-- end -->");
  EXPECT_EQ(complaint("<!-- begin: pwlsim list -->\n<!-- begin: pwlsim fit -->\n<!-- end -->\n"),
            "some/README.md:2: the generated block of line 1 has no <!-- end -->");
  EXPECT_EQ(complaint("a\nb\n<!-- end -->\n"), "some/README.md:3: the end of a generated block that does not begin");
  EXPECT_EQ(complaint("<!-- begin: pwlsim list\n"), "some/README.md:1: the line ends without ' -->'");
  for (const char* command : {"rm -r /", "pwlsim", ""}) {
    EXPECT_NE(complaint("<!-- begin: " + std::string(command) + " -->\n<!-- end -->\n")
                  .find("some/README.md:1: a generated block begins with the command that makes it"),
              std::string::npos)
        << command;
  }
  EXPECT_NE(complaint("<!-- begin: pwlsim prove --only 'a' -->\n<!-- end -->\n").find("that a shell reads"),
            std::string::npos);
}

TEST(GeneratedBlocks, AreMarkdownOrCode) {
  EXPECT_EQ(block_content({{"list", "--markdown"}, 1, 0, 0}, "| a |\n"), "| a |\n");
  EXPECT_EQ(block_content({{"list"}, 1, 0, 0}, "a\n"), "```text\na\n```\n");
  EXPECT_EQ(block_content({{"list"}, 1, 0, 0}, "a"), "```text\na\n```\n");
}

TEST(LineDifferences, NumbersMayDifferALittleAndWordsNot) {
  const auto count = [](const std::string& is, const std::string& wanted) {
    return line_differences(is, wanted).size();
  };
  EXPECT_EQ(count("| a | 1.00e-5 |\n-----\n", "| a | 1.04e-5 |\n------\n"), 0U);
  EXPECT_EQ(count("a  100\n", "a 96\n"), 0U) << "blanks do not count";
  EXPECT_EQ(count("a 100\n", "a 95\n"), 1U);
  EXPECT_EQ(count("a -100\n", "a 100\n"), 1U);
  EXPECT_EQ(count("a 0\n", "a 1e-9\n"), 1U);
  EXPECT_EQ(count("a 100x\n", "a 101x\n"), 1U);
  EXPECT_EQ(count("a inf\n", "a nan\n"), 1U);
  EXPECT_EQ(count("a\n", "b\n"), 1U);
  EXPECT_EQ(count("a b\n", "a\n"), 1U);
  const std::vector<LineDifference> more = line_differences("a\nb\n", "a\nb\nc\n");
  ASSERT_EQ(more.size(), 1U);
  EXPECT_EQ(more[0].line, 3U);
  EXPECT_EQ(more[0].is, "(no line)");
  EXPECT_EQ(more[0].should_be, "c");
  EXPECT_EQ(count("a\nb\n", ""), 2U);
}

/// A source tree with two READMEs, and copies in folders that do not count.
class CheckBlocks : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* folder : {"sim/fit", "build", ".git"}) fs::create_directories(folder_.path() / folder);
    folder_.write("CMakeLists.txt", "");
    folder_.write("README.md", kReadme);
    folder_.write("sim/fit/README.md", "<!-- begin: pwlsim list --markdown -->\nlist --markdown\n<!-- end -->\n");
    for (const char* other : {"build/README.md", ".git/README.md"}) {
      folder_.write(other, "<!-- begin: pwlsim other -->\n<!-- end -->\n");
    }
  }

  /// Prints its arguments, and keeps them.
  PwlsimOutput echo() {
    return [this](const Words& arguments) {
      std::string text;
      for (const std::string& word : arguments) text += (text.empty() ? "" : " ") + word;
      called_.push_back(text);
      return text + "\n";
    };
  }

  static constexpr const char* kReadme =
      "a\n<!-- begin: pwlsim fit -->\n```text\nold\n```\n<!-- end -->\nb\n"
      "<!-- begin: pwlsim list --markdown -->\nlist --markdown\n<!-- end -->\nc\n";
  ScratchFolder folder_;
  Words called_;
};

TEST_F(CheckBlocks, FindsWhatDiffersAndUpdateMendsIt) {
  BlocksRequest request{folder_.path(), {}, {}, false};
  std::vector<CheckedBlock> blocks = check_blocks(request, echo());
  ASSERT_EQ(blocks.size(), 3U);
  EXPECT_EQ(called_, (Words{"list --markdown", "fit"})) << "each once";
  EXPECT_EQ(blocks[0].file, "README.md");
  EXPECT_EQ(blocks[0].line, 2U);
  EXPECT_EQ(blocks[0].command, "pwlsim fit");
  ASSERT_EQ(blocks[0].differences.size(), 1U);
  EXPECT_EQ(blocks[0].differences[0].line, 4U);
  EXPECT_EQ(blocks[0].differences[0].is, "old");
  EXPECT_EQ(blocks[0].differences[0].should_be, "fit");
  EXPECT_EQ(blocks[1].differences.size() + blocks[2].differences.size(), 0U);
  EXPECT_EQ(blocks[2].file, "sim/fit/README.md");
  EXPECT_EQ(folder_.read("README.md"), kReadme);

  request.update = true;
  EXPECT_EQ(check_blocks(request, echo())[0].differences.size(), 1U);
  std::string mended = kReadme;
  mended.replace(mended.find("old"), 3, "fit");
  EXPECT_EQ(folder_.read("README.md"), mended);
  EXPECT_EQ(check_blocks(request, echo())[0].differences.size(), 0U);
}

TEST_F(CheckBlocks, OnlyAndExceptChooseThem) {
  EXPECT_EQ(check_blocks({folder_.path(), {"fit"}, {}, false}, echo()).size(), 1U);
  EXPECT_EQ(check_blocks({folder_.path(), {}, {"fit"}, false}, echo()).size(), 2U);
  for (const BlocksRequest& wrong :
       {BlocksRequest{folder_.path(), {"run"}, {}, false}, BlocksRequest{folder_.path(), {}, {"run"}, false}}) {
    try {
      check_blocks(wrong, echo());
      FAIL();
    } catch (const InputError& error) {
      EXPECT_NE(std::string(error.what()).find("run: makes no block of a README; there are those of fit, list"),
                std::string::npos)
          << error.what();
    }
  }
}

TEST_F(CheckBlocks, NeedASourceTree) {
  const ScratchFolder empty;
  EXPECT_THROW(check_blocks({empty.path(), {}, {}, false}, echo()), InputError);
  EXPECT_THROW(check_blocks({empty.path() / "none", {}, {}, false}, echo()), InputError);
}

}  // namespace
}  // namespace pwlsim::tests
