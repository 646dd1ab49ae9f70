//! Builds the program anew when GraphiQL was: its files are embedded.

fn main() {
    println!("cargo::rerun-if-changed=../frontend/graphiql/dist");
}
