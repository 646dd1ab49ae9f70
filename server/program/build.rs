//! Builds the program anew when GraphiQL or the frontend was: their files are embedded.

fn main() {
    println!("cargo::rerun-if-changed=../../frontend/graphiql/dist");
    println!("cargo::rerun-if-changed=../../frontend/dist");
}
