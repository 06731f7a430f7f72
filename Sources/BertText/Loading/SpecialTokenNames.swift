/// The spellings of the special tokens, as `tokenizer_config.json` and `special_tokens_map.json` may change them.
struct SpecialTokenNames: Equatable {
  var unknown = "[UNK]"
  var pad = "[PAD]"
  var cls = "[CLS]"
  var sep = "[SEP]"
  var mask = "[MASK]"

  /// Takes over what a configuration names. A token is a string, or an object with its settings.
  mutating func read(_ configuration: JSONValue) {
    func name(_ value: JSONValue?) -> String? { value?.string ?? value?["content"]?.string }
    unknown = name(configuration["unk_token"]) ?? unknown
    pad = name(configuration["pad_token"]) ?? pad
    cls = name(configuration["cls_token"]) ?? cls
    sep = name(configuration["sep_token"]) ?? sep
    mask = name(configuration["mask_token"]) ?? mask
  }

  /// RoBERTa's spellings, unless a configuration names others.
  mutating func useRobertaDefaults(_ configuration: JSONValue?) {
    self = SpecialTokenNames(unknown: "<unk>", pad: "<pad>", cls: "<s>", sep: "</s>", mask: "<mask>")
    if let configuration { read(configuration) }
  }
}
