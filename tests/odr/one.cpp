// SPDX-License-Identifier: Apache-2.0
//
// Together with two.cpp a case that scripts/check-odr must report: one type, defined in two ways.
namespace pwlsim::tests {

struct Twice {
  int first;
  int sum() const;
};
int Twice::sum() const { return first; }
int of_one(const Twice& twice) { return twice.sum(); }

}  // namespace pwlsim::tests
