// SPDX-License-Identifier: Apache-2.0
//
// pwl_fuzz: clang's libFuzzer on the reader that PWLSIM_FUZZ_TARGET names. scripts/fuzz runs it.

#include <cstdint>
#include <cstdlib>

#include "sim/base/find_named.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/scratch_folder.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const char* const name = std::getenv("PWLSIM_FUZZ_TARGET");
  static const pwlsim::tests::FuzzTarget& target =
      pwlsim::find_named(pwlsim::tests::fuzz_targets(), "reader (PWLSIM_FUZZ_TARGET)", name == nullptr ? "" : name);
  static const pwlsim::tests::ScratchFolder folder;
  // An exception that nothing catches is a crash, which libFuzzer reports with its input.
  pwlsim::tests::read_bytes(target, folder.path().string(), {reinterpret_cast<const char*>(data), size});
  return 0;
}
