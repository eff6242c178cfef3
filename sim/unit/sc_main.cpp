// SPDX-License-Identifier: Apache-2.0

// SystemC's library has a main() that needs this function. Our programs have their own main() and start simulations
// themselves.
extern "C" int sc_main(int argc, char* argv[]);
int sc_main(int /*argc*/, char* /*argv*/[]) { return 0; }
