// Model files of language models of any shape with random weights, the same bytes on every machine.
#ifndef LLMZIP_TESTS_SUPPORT_RANDOM_LANGUAGE_H_
#define LLMZIP_TESTS_SUPPORT_RANDOM_LANGUAGE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "llmzip/codec.h"
#include "model/language/language_config.h"
#include "model/model.h"
#include "model/safetensors.h"

namespace llmzip::testing {

/// `count` different tokens, sorted: from 256 on all bytes are among them, and then mostly short words.
std::vector<std::string> RandomTokens(std::uint32_t count, std::uint32_t seed);

/// A valid model file with sharp predictions. `config` must pass Check; `tokens`, sorted, are its vocabulary, or, if
/// there are none, RandomTokens. `tokeniser` is the text of its tokeniser's file, of the kind that `metadata` names.
Bytes RandomLanguageFile(const LanguageConfig& config, std::uint32_t seed, std::vector<std::string> tokens = {},
                         const std::string& tokeniser = "{}",
                         const Metadata& metadata = {
                             {"name", "random"}, {"licence", "none"}, {"tokeniser", "tokenizer.json"}});

/// The same, parsed.
std::shared_ptr<const Model> RandomLanguage(const LanguageConfig& config, std::uint32_t seed);

/// The file of a language model of 500 tokens, small enough to code a few kilobytes with in a moment.
Bytes TinyLanguageFile(const std::string& name);

/// Language models of every kind, small: what kernels, machines and the reference are compared on.
struct LanguageCase {
  std::string name;
  LanguageConfig config;
  bool is_extreme = false;  ///< numbers at the ends of what a model file may hold
};
std::vector<LanguageCase> LanguageCases();

/// One of any shape, drawn by `seed`.
LanguageCase RandomLanguageCase(std::uint32_t seed);

/// The case's model file.
Bytes LanguageFileOf(const LanguageCase& language);

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_SUPPORT_RANDOM_LANGUAGE_H_
