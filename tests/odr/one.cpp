// SPDX-License-Identifier: Apache-2.0
//
// With two.cpp what scripts/check-odr has to notice: one type, defined in two ways.
namespace pwlsim::tests {

struct Twice {
  int first;
  int sum() const;
};
int Twice::sum() const { return first; }
int of_one(const Twice& twice) { return twice.sum(); }

}  // namespace pwlsim::tests
