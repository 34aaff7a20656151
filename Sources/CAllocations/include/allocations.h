#pragma once
#include <stdint.h>

/// How often memory was asked for since the program started.
uint64_t galley_allocations(void);
