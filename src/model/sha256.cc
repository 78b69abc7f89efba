#include "model/sha256.h"

#include <openssl/evp.h>

#include <new>

namespace llmzip {
namespace {

// With valid arguments OpenSSL only fails for lack of memory. A digest that was not computed must not be taken for one.
void Check(bool fine) {
  if (!fine) throw std::bad_alloc();
}

}  // namespace

struct Sha256::State {
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  Check(state_->context != nullptr && EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) == 1);
}

Sha256::~Sha256() = default;

void Sha256::Update(ByteView bytes) { Check(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1); }

ModelDigest Sha256::Finish() {
  ModelDigest digest;
  Check(EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr) == 1);
  return digest;
}

}  // namespace llmzip
