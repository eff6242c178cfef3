// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/rtl_modules.h"

#include <gtest/gtest.h>
#include <set>
#include <string>

#include "sim/lockstep/rtl_loader.h"
#include "sim/unit/unit_config.h"
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

using Names = std::set<std::string>;

TEST(ModulesUsed, AreThePartsOfPartsAndNotWhatCommentsName) {
  const std::map<std::string, std::string> texts = {
      {"top", "/// Like other.\nmodule top;  // and like other\n  part #(.W(3)) u_part ();\nendmodule\n"},
      {"part", "module part;\n  deep u_deep();\nendmodule\n"},
      {"deep", "module deep;\nendmodule\n"},
      {"par", "module par;\nendmodule\n"},
      {"other", "module other;\n  top u_top();\nendmodule\n"}};
  EXPECT_EQ(modules_used({"top"}, texts), (Names{"top", "part", "deep"}));
  EXPECT_EQ(modules_used({"other", "par"}, texts), (Names{"other", "top", "part", "deep", "par"}));
  EXPECT_EQ(modules_used({"none"}, texts), Names{});
}

// A new structure must not change netlists, whose names tools number, and models of the others.
TEST(ModulesUsed, AreAllThatAUnitReads) {
  const auto files = [](const char* unit) {
    Names names;
    for (const auto& file : own_rtl(find_unit(unit)).files) names.insert(file.filename());
    return names;
  };
  EXPECT_EQ(files("int8_8"), (Names{"pwl_add_int.sv", "pwl_mul_booth.sv", "pwl_mul_int.sv", "pwl_pipe.sv",
                                    "pwl_requant_int.sv", "pwl_segment_int.sv", "pwl_table.sv", "pwl_unit_int.sv"}));
  EXPECT_EQ(files("hardwired"), (Names{"pwl_pipe.sv", "pwl_unit_hardwired.sv"}));
}

}  // namespace
}  // namespace pwlsim::tests
