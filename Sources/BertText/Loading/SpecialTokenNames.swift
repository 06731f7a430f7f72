/// The spellings of BERT's special tokens.
struct SpecialTokenNames: Equatable {
  var unknown = "[UNK]"
  var pad = "[PAD]"
  var cls = "[CLS]"
  var sep = "[SEP]"
  var mask = "[MASK]"
}
