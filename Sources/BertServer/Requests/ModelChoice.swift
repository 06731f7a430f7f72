/// The member of a body that names one of several models.
struct ModelChoice: Decodable {
  let model: String?
}
