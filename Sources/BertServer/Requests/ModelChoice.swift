/// The member of a body that says which of several models is asked.
struct ModelChoice: Decodable {
  let model: String?
}
