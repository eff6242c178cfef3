// SPDX-License-Identifier: Apache-2.0

// SystemC's own main would call this; the programs here have mains of their own and start simulations themselves.
extern "C" int sc_main(int argc, char* argv[]);
int sc_main(int /*argc*/, char* /*argv*/[]) { return 0; }
