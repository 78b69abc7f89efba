// Small inputs of every kind a coder meets, made by code so that they are the same on every machine.
#ifndef LLMZIP_TESTS_SUPPORT_SAMPLES_H_
#define LLMZIP_TESTS_SUPPORT_SAMPLES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "llmzip/codec.h"

namespace llmzip::testing {

struct Sample {
  std::string name;
  Bytes bytes;
};

/// One input of every kind; those that can be long have `size` bytes.
std::vector<Sample> AllSamples(std::size_t size);

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_SUPPORT_SAMPLES_H_
