// What a language model's file says: its tokens of a text, and the engine's predictions after a prompt.
//
// usage: model_answers MODEL tokens TEXT ID,ID,...
//        model_answers MODEL logits ROW,ROW,...
//
// tokens: encodes a file with the model's tokeniser and compares with ids that are given. Tokenisers that put a space
// before a text are known to do so in other implementations, but not here: ids of " " + TEXT pass, too. Also checks
// that every predicted token writes the bytes that the tokeniser says. Prints what differs; exit status 1 then. logits:
// feeds rows of the embedding; prints the logits after each, a line of numbers.
#include <algorithm>
#include <cstdio>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "io/posix_file_system.h"
#include "io/whole_file.h"
#include "model/model.h"
#include "predictors/net/language_network.h"
#include "tokenisers/open_tokeniser.h"

namespace {

using llmzip::Bytes;
using llmzip::ByteView;
using llmzip::Symbol;

std::vector<Symbol> IdsIn(const std::string& list) {
  std::vector<Symbol> ids;
  std::istringstream words(list);
  std::string word;
  while (std::getline(words, word, ',')) ids.push_back(static_cast<Symbol>(std::stoul(word)));
  return ids;
}

std::string ListOf(const std::vector<Symbol>& ids) {
  std::string list;
  for (const Symbol id : ids) list += (list.empty() ? "" : ",") + std::to_string(id);
  return list;
}

int Fail(const std::string& why) {
  std::printf("%s\n", why.c_str());
  return 1;
}

int CheckMeanings(const llmzip::Model& model, const llmzip::Tokeniser& tokeniser) {
  const std::vector<std::uint32_t> ids = model.Uint32(llmzip::kTokenIds);
  const std::vector<std::uint32_t> ends = model.Uint32(llmzip::kTokenEnds);
  const ByteView bytes = model.BytesOf(llmzip::kTokenBytes);
  std::uint32_t begin = 0;
  for (std::size_t row = 0; row < ends.size(); ++row) {
    const ByteView token = bytes.subspan(begin, ends[row] - begin);
    begin = ends[row];
    if (ids[row] >= tokeniser.vocabulary_size() || !std::ranges::equal(token, tokeniser.Meaning(ids[row]))) {
      return Fail("token " + std::to_string(ids[row]) + " writes other bytes than its tokeniser says");
    }
  }
  return 0;
}

int CheckTokens(const llmzip::Model& model, const std::string& text_name, const std::string& ids) {
  const auto text = llmzip::ReadWholeFile(llmzip::RealFileSystem(), text_name);
  if (!text.ok()) return Fail("cannot read the text");
  llmzip::TokeniserFiles files;
  const bool json = model.metadata("tokeniser") == "tokenizer.json";
  (json ? files.tokenizer_json : files.tokenizer_model) = model.BytesOf(llmzip::kTokeniser);
  const auto tokeniser = llmzip::OpenTokeniser(files);
  if (!tokeniser.ok()) return Fail(tokeniser.status().message());
  if (CheckMeanings(model, **tokeniser) != 0) return 1;
  const std::vector<Symbol> wanted = IdsIn(ids);
  const auto plain = (*tokeniser)->Encode(*text);
  Bytes spaced = *text;
  spaced.insert(spaced.begin(), ' ');
  const auto prefixed = (*tokeniser)->Encode(spaced);
  if (!plain.ok() || !prefixed.ok()) return Fail("does not encode");
  if (*plain == wanted || *prefixed == wanted) return 0;
  return Fail(ListOf(*plain) + "\n instead of\n" + ListOf(wanted));
}

int PrintLogits(const llmzip::Model& model, const std::string& list) {
  const std::vector<std::uint32_t> rows = IdsIn(list);
  const auto network = llmzip::net::LanguageNetwork::SharedFromModel(model);
  const auto state = network->NewState(static_cast<std::uint32_t>(rows.size()));
  std::vector<float> logits(rows.size() * network->logit_stride());
  llmzip::net::LanguageWorkspace workspace;
  llmzip::ThreadTeam team(1);
  const llmzip::net::LanguageNetwork::Feed feed = {state.get(), rows, logits.data()};
  network->Forward(std::span(&feed, 1), workspace, team);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (std::uint32_t i = 0; i < network->config().vocabulary; ++i) {
      std::printf("%.9g ", static_cast<double>(logits[row * network->logit_stride() + i]));
    }
    std::printf("\n");
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  const std::string what = count > 2 ? words[2] : "";
  if (!(what == "tokens" && count == 5) && !(what == "logits" && count == 4)) {
    return Fail("usage: model_answers MODEL tokens TEXT ID,ID,... | MODEL logits ROW,ROW,...");
  }
  auto file = llmzip::ReadWholeFile(llmzip::RealFileSystem(), words[1]);
  if (!file.ok()) return Fail("cannot read the model");
  const auto model = llmzip::Model::Parse(*std::move(file));
  if (!model.ok()) return Fail(model.status().message());
  if (!(*model)->language()) return Fail("no language model");
  return what == "tokens" ? CheckTokens(**model, words[3], words[4]) : PrintLogits(**model, words[3]);
}
