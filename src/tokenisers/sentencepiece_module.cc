// The module that holds libsentencepiece; see sentencepiece_library.h.
#include <sentencepiece_processor.h>

#include <exception>
#include <new>
#include <utility>

#include "tokenisers/sentencepiece_library.h"

namespace llmzip {
namespace {

class Encoder final : public SentencePieceEncoder {
 public:
  Status Load(const std::string& model) {
    return FromLibrary([&] { return processor_.LoadFromSerializedProto(model); });
  }

  Status Encode(std::string_view text, std::vector<Piece>* pieces) const override {
    pieces->clear();
    return FromLibrary([&] {
      sentencepiece::ImmutableSentencePieceText encoded;
      auto status = processor_.Encode(text, encoded.mutable_proto());
      for (const auto& piece : encoded.pieces()) pieces->push_back({piece.id(), piece.end()});
      return status;
    });
  }

 private:
  // What the library reports or throws, as a Status.
  template <typename Call>
  static Status FromLibrary(const Call& call) {
    try {
      const sentencepiece::util::Status status = call();
      if (status.ok()) return Status::Ok();
      return Status::Unsupported("tokenizer.model: SentencePiece: " + status.ToString());
    } catch (const std::bad_alloc&) {
      return Status::LimitExceeded("tokenizer.model: out of memory");
    } catch (const std::exception& exception) {
      return Status::Unsupported("tokenizer.model: SentencePiece: " + std::string(exception.what()));
    }
  }

  sentencepiece::SentencePieceProcessor processor_;
};

StatusOr<std::unique_ptr<SentencePieceEncoder>> NewEncoder(const std::string& model) {
  auto encoder = std::make_unique<Encoder>();
  LLMZIP_RETURN_IF_ERROR(encoder->Load(model));
  return std::unique_ptr<SentencePieceEncoder>(std::move(encoder));
}

}  // namespace
}  // namespace llmzip

// NOLINTNEXTLINE(readability-identifier-naming): a name of C
extern "C" __attribute__((visibility("default"))) const char* const llmzip_sentencepiece_version = LLMZIP_VERSION;

extern "C" __attribute__((visibility("default"))) llmzip::StatusOr<std::unique_ptr<llmzip::SentencePieceEncoder>>*
llmzip_new_sentencepiece_encoder(const std::string& model) {
  try {
    return new auto(llmzip::NewEncoder(model));
  } catch (...) {  // out of memory; C++ must not unwind through a C function
    return nullptr;
  }
}
