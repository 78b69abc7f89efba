// RegisterPredictor, RegisterCodec (llmzip/register.h): entries made from a program's registrations.
#include "llmzip/register.h"

#include <utility>

#include "plan/plan.h"
#include "plan/registry.h"
#include "predictors/checked/checked_predictor.h"

namespace llmzip {
namespace {

constexpr std::size_t kArgument = 0;
constexpr Parameter kParameters[] = {{.name = "argument", .kind = Parameter::Kind::kFreeText}};
constexpr std::size_t kLongestName = 64;

// The entry and its registration together, because the entry's name and summary are views into the registration.
template <typename Registration>
struct UsersEntry : Entry {
  explicit UsersEntry(Registration given) : registration(std::move(given)) {
    name = registration.name;
    examples = registration.name;
    summary = registration.summary;
    needs = "a program that registers it";
    parameters = kParameters;
  }
  Registration registration;
};

template <typename Registration>
const Registration& RegistrationOf(const Plan& plan) {
  return static_cast<const UsersEntry<Registration>&>(plan.entry()).registration;
}

template <typename Registration>
Status CheckRegistration(const Registration& registration) {
  if (registration.make == nullptr || registration.memory_bytes == nullptr) {
    return Status::InvalidArgument("'" + registration.name + "' needs the functions make and memory_bytes");
  }
  if (registration.name.size() > kLongestName) {
    return Status::InvalidArgument("a name has at most " + std::to_string(kLongestName) + " characters");
  }
  return Status::Ok();
}

template <typename Registration>
StatusOr<Cost> CostOfUsers(const Plan& plan, const Shape& /*shape*/, Direction /*direction*/) {
  const auto& registration = RegistrationOf<Registration>(plan);
  return Cost{registration.start_ns, registration.ns_per_byte};
}

Status Wrong(const Plan& plan, const std::string& what) {
  return Status::InvalidArgument("the predictor '" + plan.Text() + "' " + what);
}

// --- predictors ---

PredictorRequest RequestFor(const Plan& plan, const Shape& shape) {
  return {plan.text(kArgument), shape.lanes, shape.raw_size, &shape.context};
}

StatusOr<std::unique_ptr<Predictor>> MakeUsersPredictor(const Plan& plan, const Shape& shape) {
  const auto& registration = RegistrationOf<PredictorRegistration>(plan);
  LLMZIP_ASSIGN_OR_RETURN(auto predictor, registration.make(RequestFor(plan, shape)));
  if (predictor == nullptr) return Wrong(plan, "was not made");
  if (predictor->alphabet_size() != registration.alphabet_size) {
    return Wrong(plan, "is registered for " + std::to_string(registration.alphabet_size) + " symbols and has " +
                           std::to_string(predictor->alphabet_size()));
  }
  if (predictor->lanes() != shape.lanes) {
    return Wrong(
        plan, "was asked for " + std::to_string(shape.lanes) + " lanes and has " + std::to_string(predictor->lanes()));
  }
  const unsigned k = predictor->frequency_bits();
  if (k > kMaxFrequencyBits || std::uint64_t{1} << k < registration.alphabet_size) {
    return Wrong(plan, "has frequencies that sum to 2^" + std::to_string(k));
  }
  return std::unique_ptr<Predictor>(std::make_unique<CheckedPredictor>(plan.Text(), std::move(predictor)));
}

StatusOr<std::uint64_t> UsersPredictorMemory(const Plan& plan, const Shape& shape) {
  return RegistrationOf<PredictorRegistration>(plan).memory_bytes(RequestFor(plan, shape));
}

StatusOr<std::string> UsersPredictorEnvironment(const Plan& plan) {
  return RegistrationOf<PredictorRegistration>(plan).environment;
}

// --- codecs ---

StatusOr<std::unique_ptr<Codec>> MakeUsersCodec(const Plan& plan, const Shape& shape) {
  LLMZIP_ASSIGN_OR_RETURN(auto codec,
                          RegistrationOf<CodecRegistration>(plan).make({plan.text(kArgument), shape.raw_size}));
  if (codec == nullptr) return Status::InvalidArgument("the codec '" + plan.Text() + "' was not made");
  return codec;
}

StatusOr<std::uint64_t> UsersCodecMemory(const Plan& plan, const Shape& shape) {
  return RegistrationOf<CodecRegistration>(plan).memory_bytes({plan.text(kArgument), shape.raw_size});
}

// A codec states its environment itself; making one costs next to nothing.
StatusOr<std::string> UsersCodecEnvironment(const Plan& plan) {
  LLMZIP_ASSIGN_OR_RETURN(const auto codec, MakeUsersCodec(plan, {}));
  return codec->environment();
}

}  // namespace

Status RegisterPredictor(PredictorRegistration registration) {
  LLMZIP_RETURN_IF_ERROR(CheckRegistration(registration));
  if (registration.alphabet_size != 2 && registration.alphabet_size != 256) {
    return Status::InvalidArgument("'" + registration.name + "' must predict bits (2 symbols) or bytes (256)");
  }
  const Traits traits = registration.alphabet_size == 2 ? kPredictsBits : kPredictsBytes;
  auto entry = std::make_shared<UsersEntry<PredictorRegistration>>(std::move(registration));
  entry->traits = traits;
  entry->memory = UsersPredictorMemory;
  entry->cost = CostOfUsers<PredictorRegistration>;
  entry->environment = UsersPredictorEnvironment;
  entry->make_predictor = MakeUsersPredictor;
  return AddEntry(std::move(entry));
}

Status RegisterCodec(CodecRegistration registration) {
  LLMZIP_RETURN_IF_ERROR(CheckRegistration(registration));
  auto entry = std::make_shared<UsersEntry<CodecRegistration>>(std::move(registration));
  entry->traits = kIsCodec;
  entry->memory = UsersCodecMemory;
  entry->cost = CostOfUsers<CodecRegistration>;
  entry->environment = UsersCodecEnvironment;
  entry->make_codec = MakeUsersCodec;
  return AddEntry(std::move(entry));
}

}  // namespace llmzip
