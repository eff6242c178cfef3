// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace pwlsim::tests {

/// Outlines of two cells of kTinyLibrary. The NAND has another area than there.
constexpr const char* kTinyLef = R"lef(VERSION 5.7 ;
BUSBITCHARS "[]" ;
UNITS
  DATABASE MICRONS 1000 ;
END UNITS
LAYER m1
  TYPE ROUTING ;
  WIDTH 0.2 ;
END m1
SPACING
  SAMENET m1 m1 0.2 ;
END SPACING
VIA v DEFAULT
  LAYER m1 ;
    RECT 0 0 1 1 ;
END v
SITE core
  SIZE 0.5 BY 2 ;
END core
MACRO INV
  CLASS CORE ;
  SIZE 1.5 BY 2 ;
  SITE core ;
  PIN A
    DIRECTION INPUT ;
    PORT
      LAYER m1 ;
        RECT 0 0 1 1 ;
    END
  END A
  OBS
    LAYER m1 ;
      RECT 0 0 1 1 ;
  END
END INV
MACRO NAND
  SIZE 2.25 BY 2 ;
END NAND
END LIBRARY
)lef";

}  // namespace pwlsim::tests
