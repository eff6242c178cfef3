// SPDX-License-Identifier: Apache-2.0
namespace pwlsim::tests {

struct Twice {
  double first;
  char second;
  double sum() const;
};
double Twice::sum() const { return first + second; }
double of_two(const Twice& twice) { return twice.sum(); }

}  // namespace pwlsim::tests
