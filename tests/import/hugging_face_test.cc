// Hugging Face folders: what is read of config.json, and what is refused.
#include "import/hugging_face.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "import/safetensors_files.h"
#include "support/made_checkpoint.h"

namespace llmzip::importer {
namespace {

using ::testing::HasSubstr;
using Files = std::map<std::string, Bytes>;
using OrderedJson = nlohmann::ordered_json;

Bytes BytesOf(std::string_view text) { return {text.begin(), text.end()}; }

Files FolderWith(const std::string& family, const std::function<void(OrderedJson&)>& change,
                 const char* file = "config.json") {
  Files files = testing::MadeCheckpoint(family, 1).Folder();
  Bytes& bytes = files.at(file);
  OrderedJson json = OrderedJson::parse(bytes);
  change(json);
  bytes = BytesOf(json.dump());
  return files;
}

std::string Refusal(Files files) {
  const FolderInMemory folder(std::move(files));
  const auto model = OpenHuggingFace(folder);
  return model.ok() ? "" : model.status().message();
}

HuggingFaceModel Opened(Files files) {
  const FolderInMemory folder(std::move(files));
  auto model = OpenHuggingFace(folder);
  EXPECT_TRUE(model.ok()) << model.status().message();
  return model.ok() ? *std::move(model) : HuggingFaceModel();
}

TEST(HuggingFace, WhatIsNotRead) {
  const struct {
    const char* message;
    std::function<void(OrderedJson&)> change;
  } cases[] = {
      {"models of type 'gemma2' are not read", [](OrderedJson& c) { c["model_type"] = "gemma2"; }},
      {"quantised with gptq",
       [](OrderedJson& c) {
         c["quantization_config"] = {{"quant_method", "gptq"}};
       }},
      {"LlamaForSequenceClassification is no",
       [](OrderedJson& c) { c["architectures"] = {"LlamaForSequenceClassification"}; }},
      {"activation relu2 is not read", [](OrderedJson& c) { c["hidden_act"] = "relu2"; }},
      {"rope scaling longrope is not read",
       [](OrderedJson& c) {
         c["rope_scaling"] = {{"type", "longrope"}};
       }},
      {"num_attention_heads 0", [](OrderedJson& c) { c["num_attention_heads"] = 0; }},
      {"4 heads cannot share 3", [](OrderedJson& c) { c["num_key_value_heads"] = 3; }},
      {"hidden_size 2147483648", [](OrderedJson& c) { c["hidden_size"] = 2147483648U; }},
      {"a width of 64, model.embed_tokens.weight has 48", [](OrderedJson& c) { c["hidden_size"] = 64; }},
      {"vocab_size -1", [](OrderedJson& c) { c["vocab_size"] = -1; }},
      {"is 265 x 48, not 300 x 48", [](OrderedJson& c) { c["vocab_size"] = 300; }},
      {"num_hidden_layers is missing", [](OrderedJson& c) { c.erase("num_hidden_layers"); }},
      {"layers.2.input_layernorm.weight is missing", [](OrderedJson& c) { c["num_hidden_layers"] = 3; }},
      {"rms_norm_eps is no positive number", [](OrderedJson& c) { c["rms_norm_eps"] = "x"; }},
      {"lm_head.weight is missing", [](OrderedJson& c) { c["tie_word_embeddings"] = false; }},
      {"self_attn.q_proj.bias is missing", [](OrderedJson& c) { c["attention_bias"] = true; }},
  };
  for (const auto& wrong : cases) {
    EXPECT_THAT(Refusal(FolderWith("llama", wrong.change)), HasSubstr(wrong.message));
  }
}

// What is nested is checked too: once a wrong share was taken for all of a head.
TEST(HuggingFace, SharesOfAHeadThatMakeNoSense) {
  const std::string message = "rope_parameters: partial_rotary_factor is no positive number";
  for (const double share : {-1.0, 0.0}) {
    const auto change = [&](OrderedJson& c) { c["rope_parameters"] = {{"partial_rotary_factor", share}}; };
    EXPECT_THAT(Refusal(FolderWith("gpt_neox", change)), HasSubstr(message)) << share;
  }
  for (const double share : {1.5, 1.5e8, 1e300}) {
    const auto change = [&](OrderedJson& c) { c["rope_parameters"] = {{"partial_rotary_factor", share}}; };
    EXPECT_THAT(Refusal(FolderWith("gpt_neox", change)), HasSubstr("more than all of a head")) << share;
  }
}

TEST(HuggingFace, NumbersThatAreNoJson) {
  Files files = testing::MadeCheckpoint("llama", 1).Folder();
  std::string text(files["config.json"].begin(), files["config.json"].end());
  text.insert(1, R"("a":[Infinity,-Infinity,NaN],"b":"NaN \" Infinity",)");
  files["config.json"] = BytesOf(text);
  EXPECT_EQ(Refusal(files), "");
}

TEST(HuggingFace, Windows) {
  const auto window_of = [](const std::string& family, const std::function<void(OrderedJson&)>& change) {
    const LanguageConfig config = Opened(FolderWith(family, change)).language.config;
    return std::pair(config.window, config.context);
  };
  using Window = std::pair<std::uint32_t, std::uint32_t>;
  EXPECT_EQ(window_of("mistral", [](OrderedJson&) {}), Window(5, 64));
  EXPECT_EQ(window_of("mistral", [](OrderedJson& c) { c["sliding_window"] = nullptr; }), Window(0, 64));
  EXPECT_EQ(window_of("llama", [](OrderedJson& c) { c["sliding_window"] = 5; }), Window(0, 64));
  EXPECT_EQ(window_of("qwen2", [](OrderedJson& c) { c["sliding_window"] = 5; }), Window(0, 64));
  const auto used = [](OrderedJson& c) {
    c["sliding_window"] = 5;
    c["use_sliding_window"] = true;
  };
  EXPECT_EQ(window_of("qwen2", used), Window(0, 64));  // from layer 28 on
  EXPECT_EQ(window_of("qwen2", [&](OrderedJson& c) { used(c), c["max_window_layers"] = 0; }), Window(5, 64));
  EXPECT_EQ(window_of("qwen2", [&](OrderedJson& c) { used(c), c["max_window_layers"] = 1; }), Window(0, 5));
  const auto types = [](const char* one, const char* other) {
    return [=](OrderedJson& c) {
      c["sliding_window"] = 5;
      c["use_sliding_window"] = true;
      c["layer_types"] = {one, other};
    };
  };
  EXPECT_EQ(window_of("qwen3", types("sliding_attention", "sliding_attention")), Window(5, 64));
  EXPECT_EQ(window_of("qwen3", types("full_attention", "sliding_attention")), Window(0, 5));
  EXPECT_THAT(Refusal(FolderWith("qwen3", types("full_attention", "linear_attention"))), HasSubstr("not read"));
}

TEST(HuggingFace, WhereTheBaseOfRotationStands) {
  const auto second_speed = [](const std::function<void(OrderedJson&)>& change) {
    return Opened(FolderWith("llama", change)).language.speeds.at(3);  // base ^ -1/2
  };
  EXPECT_NEAR(second_speed([](OrderedJson&) {}), 0.01, 1e-12);
  EXPECT_NEAR(second_speed([](OrderedJson& c) { c["rope_theta"] = 400; }), 0.05, 1e-12);
  EXPECT_NEAR(second_speed([](OrderedJson& c) {
                c["rope_parameters"] = {{"rope_type", "default"}, {"rope_theta", 25}};
              }),
              0.2, 1e-12);
  EXPECT_NEAR(second_speed([](OrderedJson& c) {
                c["rope_scaling"] = {{"type", "linear"}, {"factor", 4}};
              }),
              0.0025, 1e-12);
}

TEST(HuggingFace, TokensBesideTheVocabulary) {
  const auto add = [](std::uint32_t id, bool special) {
    return FolderWith(
        "llama",
        [=](OrderedJson& t) {
          t["added_tokens"].push_back({{"id", id}, {"content", "<x>"}, {"special", special}});
        },
        "tokenizer.json");
  };
  EXPECT_EQ(Opened(add(265, true)).vocabulary.tokens.size(), 266U);
  EXPECT_TRUE(Opened(add(300, false)).vocabulary.tokens[300].is_added);
  EXPECT_THAT(Refusal(add(3, true)), HasSubstr("disagree on its id"));
  EXPECT_THAT(Refusal(add(1U << 18, true)), HasSubstr("beyond the largest vocabulary"));
}

TEST(HuggingFace, Tokenisers) {
  const auto change = [](const std::function<void(OrderedJson&)>& f) {
    return Refusal(FolderWith("llama", f, "tokenizer.json"));
  };
  EXPECT_THAT(change([](OrderedJson& t) { t["model"]["type"] = "WordPiece"; }), HasSubstr("WordPiece"));
  EXPECT_THAT(change([](OrderedJson& t) { t["model"]["merges"].push_back("z q"); }),
              HasSubstr("the merge 'z q': 'zq' is not in the vocabulary"));
  EXPECT_THAT(change([](OrderedJson& t) { t["pre_tokenizer"] = nullptr; }), HasSubstr("neither byte-level"));
  EXPECT_EQ(change([](OrderedJson& t) {
              for (auto& merge : t["model"]["merges"]) {
                const auto text = merge.get<std::string>();
                merge = OrderedJson::array({text.substr(0, text.find(' ')), text.substr(text.find(' ') + 1)});
              }
            }),
            "");
}

TEST(HuggingFace, NamesAndMergesInFilesOfTheirOwn) {
  Files files = testing::MadeCheckpoint("gpt2", 1).Folder();
  const Bytes whole = files.at("tokenizer.json");
  const OrderedJson tokenizer = OrderedJson::parse(whole);
  files.erase("tokenizer.json");
  OrderedJson names = tokenizer["model"]["vocab"];
  names["<|endoftext|>"] = 264;
  files["vocab.json"] = BytesOf(names.dump());
  EXPECT_THAT(Refusal(files), HasSubstr("without merges.txt"));
  std::string merges = "#version: 0.2\n";
  for (const auto& merge : tokenizer["model"]["merges"]) merges += merge.get<std::string>() + "\n";
  files["merges.txt"] = BytesOf(merges);
  const HuggingFaceModel model = Opened(files);
  files["tokenizer.json"] = whole;
  const HuggingFaceModel other = Opened(files);
  ASSERT_EQ(model.vocabulary.tokens.size(), other.vocabulary.tokens.size());
  for (std::size_t id = 0; id < other.vocabulary.tokens.size(); ++id) {
    EXPECT_EQ(model.vocabulary.tokens[id].bytes, other.vocabulary.tokens[id].bytes) << id;
  }
  EXPECT_EQ(model.vocabulary.begin, other.vocabulary.begin);
}

TEST(HuggingFace, LicenceAndName) {
  Files files = FolderWith("llama", [](OrderedJson& c) { c["_name_or_path"] = "somebody/Small-1"; });
  files["README.md"] = BytesOf("---\ntags: [x]\nlicense: apache-2.0\n---\nlicense: other\n");
  const HuggingFaceModel model = Opened(files);
  EXPECT_EQ(model.provenance.name, "Small-1");
  EXPECT_EQ(model.provenance.licence, "apache-2.0");
  EXPECT_THAT(model.provenance.files, ::testing::ElementsAre("config.json", "model.safetensors", "tokenizer.json"));
}

TEST(SafetensorsFiles, WhatIsWrong) {
  const auto refusal = [](const std::function<void(Files&)>& change) {
    Files files = testing::MadeCheckpoint("llama", 1).Folder("BF16", 2);
    change(files);
    TensorStore tensors;
    return OpenWeights(FolderInMemory(std::move(files)), &tensors).message();
  };
  const std::string first = "model-0.safetensors", index = "model.safetensors.index.json";
  EXPECT_EQ(refusal([](Files&) {}), "");
  EXPECT_THAT(refusal([&](Files& f) { f.erase(first); }),
              HasSubstr("model-0.safetensors, which the index names, is missing"));
  EXPECT_THAT(refusal([&](Files& f) { f[first].clear(); }), HasSubstr("is empty"));
  EXPECT_THAT(refusal([&](Files& f) { f[first] = BytesOf("version https://git-lfs.github.com/spec/v1\n"); }),
              HasSubstr("git-lfs pointer"));
  EXPECT_THAT(refusal([&](Files& f) { f[first].resize(f[first].size() - 1); }), HasSubstr("ends inside"));
  EXPECT_EQ(refusal([&](Files& f) { f[first].resize(f[first].size() + 9); }), "");
  EXPECT_THAT(refusal([&](Files& f) { f[first][7] = 0x80; }), HasSubstr("header length"));
  EXPECT_THAT(refusal([&](Files& f) { f[index] = BytesOf(R"({"weight_map":{"a":"../model.safetensors"}})"); }),
              HasSubstr("not a safetensors file of this folder"));
  EXPECT_THAT(refusal([&](Files& f) { f[index] = BytesOf(R"({"weight_map":{"a":"model-0.safetensors"}})"); }),
              HasSubstr("a is not in model-0.safetensors"));
  EXPECT_THAT(refusal([&](Files& f) { f.erase(index), f["pytorch_model.bin"] = {1}; }), HasSubstr("save the model as"));
  const auto header = [&](const std::string& text) {
    return refusal([&](Files& f) {
      f.erase(index);
      Bytes& file = f["model.safetensors"];
      file = {static_cast<std::uint8_t>(text.size()), 0, 0, 0, 0, 0, 0, 0};
      file.insert(file.end(), text.begin(), text.end());
      file.resize(file.size() + 8);
    });
  };
  EXPECT_EQ(header(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})"), "");
  EXPECT_THAT(header(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,6]}})"),
              HasSubstr("a: 2 of F32 are 8 bytes, not 6"));
  EXPECT_THAT(header(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}})"), HasSubstr("ends inside a"));
  EXPECT_THAT(header(R"({"a":{"dtype":"F32","shape":[8589934592,8589934592],"data_offsets":[0,8]}})"),
              HasSubstr("does not fit"));
  EXPECT_THAT(header(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{}})"),
              HasSubstr("a is there twice"));
  EXPECT_THAT(header(R"({"a":{"dtype":"F32","shape":[[[[2]]]],"data_offsets":[0,8]}})"), HasSubstr("not the JSON"));
  EXPECT_THAT(header(R"({"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})"),
              HasSubstr("the entry of a is wrong"));
}

}  // namespace
}  // namespace llmzip::importer
