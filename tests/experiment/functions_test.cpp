// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/functions.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "sim/experiment/choice.h"
#include "sim/function/definition.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

struct Given {
  std::vector<std::string> functions;
  std::string range = {}, tails = "hold";

  const std::vector<std::string>& defined() {
    define_functions({functions, range, tails});
    return functions;
  }
};

using Names = std::vector<std::string>;

TEST(DefineFunctions, KnownNamesStay) {
  Given given{{"gelu", "all", "mish", "not-known-yet"}};
  EXPECT_EQ(given.defined(), (Names{"gelu", "all", "mish", "not-known-yet"}));
}

TEST(DefineFunctions, ExpressionsGetTheirNames) {
  Given given{{"twice = 2*x", "half=x/2"}, "-1:3"};
  EXPECT_EQ(given.defined(), (Names{"twice", "half"}));
  const Function& twice = find_function("twice");
  EXPECT_EQ(twice.lo, -1);
  EXPECT_EQ(twice.hi, 3);
  EXPECT_EQ(twice.exact(3), 6);
  EXPECT_EQ(twice.tail_hi.intercept, 6);
  Given unnamed{{"x*x*x"}, "0:1", "0:3*x-2"};
  EXPECT_EQ(unnamed.defined(), Names{"f"});
  EXPECT_EQ(unnamed.tails, "hold");
  EXPECT_EQ(find_function("f").tail_hi.slope, 3);
}

TEST(DefineFunctions, AComparisonIsNoName) {
  Given given{{"step=x==0 ? 1 : 0"}, "0:1"};
  EXPECT_EQ(given.defined(), Names{"step"});
  EXPECT_THROW((Given{{"x==0"}, ""}.defined()), InputError) << "an expression without a range";
  EXPECT_NO_THROW((Given{{"equal=x==0"}, "0:1"}.defined()));
}

TEST(DefineFunctions, ABuiltInFunctionWithAnotherRangeIsOneOfItsOwn) {
  Given given{{"gelu", "div"}, "1:2"};
  EXPECT_EQ(given.defined(), (Names{"gelu[1:2]", "div[1:2]"}));
  EXPECT_EQ(find_function("gelu[1:2]").tail_hi.slope, 1) << "an asymptote stays";
  EXPECT_EQ(find_function("div[1:2]").tail_lo.intercept, 1) << "a value at an end moves with it";
  EXPECT_EQ(find_function("div[1:2]").tail_hi.intercept, 0.5);
  EXPECT_EQ(find_function("gelu[1:2]").exact(1.5), find_function("gelu").exact(1.5));
  Given tails{{"gelu"}, "", "0:2*x-1"};
  EXPECT_EQ(tails.defined(), Names{"gelu[0:2*x-1]"});
  Given hyphen{{"quick-gelu"}, "-1:1"};
  EXPECT_EQ(hyphen.defined(), Names{"quick-gelu[-1:1]"});
  Given all{{"all"}, "1:2"};
  EXPECT_EQ(all.defined().size(), functions().size());
}

TEST(DefineFunctions, SamplesComeFromFiles) {
  const ScratchFolder folder;
  const std::string csv = (folder.path() / "curve.csv").string();
  std::ofstream(csv) << "x,y\n-1,2\n0,0\n1,4\n";
  Given given{{"curved=" + csv, csv}};
  EXPECT_EQ(given.defined(), (Names{"curved", "curve"}));
  EXPECT_EQ(find_function("curved").exact(0.5), 2);
  EXPECT_EQ(find_function("curved").lo, -1);
  const std::string npy = (folder.path() / "pairs.npy").string();
  std::string header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }";
  header.resize(117, ' ');
  header += '\n';
  const double pairs[] = {0, 1, 2, 5};
  std::ofstream(npy, std::ios::binary) << std::string("\x93NUMPY\x01\x00", 8) << static_cast<char>(header.size())
                                       << '\0' << header
                                       << std::string(reinterpret_cast<const char*>(pairs), sizeof pairs);
  Given other{{npy}, "0:1"};
  EXPECT_EQ(other.defined(), Names{"pairs"});
  EXPECT_EQ(find_function("pairs").exact(1), 3);
  EXPECT_EQ(find_function("pairs").hi, 1);
  EXPECT_EQ(sample_files({"gelu", "a=" + csv, npy, "x*x"}), (Names{csv, npy}));
  EXPECT_THROW((Given{{(folder.path() / "none.csv").string()}}.defined()), InputError);
  std::ofstream(folder.path() / "one.csv") << "1\n2\n";
  EXPECT_THROW((Given{{(folder.path() / "one.csv").string()}}.defined()), InputError);
}

TEST(DefineFunctions, WhatIsWrongIsSaid) {
  EXPECT_THROW((Given{{"x*x"}}.defined()), InputError) << "no range";
  EXPECT_THROW((Given{{"gelu=x"}, "0:1"}.defined()), InputError);
  EXPECT_THROW((Given{{"w=foo(x)"}, "0:1"}.defined()), InputError);
  EXPECT_THROW((Given{{"nowhere"}, "0:1"}.defined()), InputError) << "of a name that nobody knows";
  for (const char* range : {"1", "1:", ":1", "1:1", "2:1", "a:b", "0:inf", "0:1:2", "0,1"}) {
    EXPECT_THROW((Given{{"w=x"}, range}.defined()), InputError) << range;
  }
  for (const char* tails : {"0:x*x", "0:", ":0", "y:0"}) {
    EXPECT_THROW((Given{{"w=x"}, "0:1", tails}.defined()), InputError) << tails;
  }
}

TEST(FunctionArguments, SayTheSameAgain) {
  Given given{{"again=x*x", "gelu"}, "-1:1", "0:x"};
  given.defined();
  const std::vector<const Function*> made = find_functions(given.functions);
  EXPECT_EQ(function_arguments(made, "hold"), " --function 'again=x*x,gelu' --range -1:1 --tails 0:x");
  EXPECT_EQ(function_arguments(made, ""), " --function 'again=x*x,gelu' --range -1:1");
  EXPECT_EQ(function_arguments({&find_function("exp")}, "free"), " --function exp --tails free");
  Definition of_a_file;
  of_a_file.name = "stored";
  of_a_file.expression = "x";
  of_a_file.hi = 1;
  EXPECT_EQ(function_arguments({&define_function(of_a_file)}, "hold"), " --function stored --tails hold");
}

}  // namespace
}  // namespace pwlsim::tests
