// The SentencePiece library, behind a shared object of its own.
//
// Why: libsentencepiece exports its own copy of protocol buffers, of another version than libtorch's. When both are in
// one symbol scope, the program crashes. So libsentencepiece is linked only into a module (sentencepiece_module.cc),
// which is opened with a symbol scope of its own when a tokenizer.model is read. Module and program come from one
// build, so plain C++ types cross the border. Thread safety: as each function says.
#ifndef LLMZIP_TOKENISERS_SENTENCEPIECE_LIBRARY_H_
#define LLMZIP_TOKENISERS_SENTENCEPIECE_LIBRARY_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "llmzip/status.h"

namespace llmzip {

/// A model the library has loaded. Const methods may be called from many threads at once.
class SentencePieceEncoder {
 public:
  SentencePieceEncoder() = default;
  SentencePieceEncoder(const SentencePieceEncoder&) = delete;
  SentencePieceEncoder& operator=(const SentencePieceEncoder&) = delete;
  virtual ~SentencePieceEncoder() = default;

  struct Piece {
    std::uint32_t id;
    std::size_t end;  ///< where in the text it ends
  };
  /// `text` is valid UTF-8. kUnsupported if the library reports an error.
  virtual Status Encode(std::string_view text, std::vector<Piece>* pieces) const = 0;
};

/// The module's version of llmzip, and its only function, both `extern "C"`; the caller owns the result, which is
/// null if there was no memory for it.
inline constexpr char kSentencePieceVersionName[] = "llmzip_sentencepiece_version";
inline constexpr char kNewSentencePieceEncoderName[] = "llmzip_new_sentencepiece_encoder";
using NewSentencePieceEncoderFunction = StatusOr<std::unique_ptr<SentencePieceEncoder>>* (*)(const std::string& model);

/// Opens the module, which lies beside the program or plug-in this is part of, or where the environment variable
/// LLMZIP_SENTENCEPIECE says, and loads a serialised model. kNotFound without the module or the library. The module is
/// never closed. May be called from many threads at once.
StatusOr<std::unique_ptr<SentencePieceEncoder>> NewSentencePieceEncoder(const std::string& model);

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_SENTENCEPIECE_LIBRARY_H_
