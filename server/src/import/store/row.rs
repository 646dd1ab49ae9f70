//! The tables.

pub(super) mod run {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_run")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub organization_id: Uuid,
        pub upload_id: Uuid,
        pub file_name: String,
        pub mapping: Option<Json>,
        pub policy: String,
        pub dry_run: bool,
        pub state: String,
        pub total_rows: i64,
        pub checked_rows: i64,
        pub done_rows: i64,
        pub created_rows: i64,
        pub updated_rows: i64,
        pub unchanged_rows: i64,
        pub rejected_rows: i64,
        pub warning_rows: i64,
        pub problem_count: i64,
        pub failure_code: Option<String>,
        pub failure_args: Option<Json>,
        pub lease: Option<Uuid>,
        pub leased_until: Option<DateTimeUtc>,
        pub progressed_at: Option<DateTimeUtc>,
        pub writing_since: Option<DateTimeUtc>,
        pub version: i64,
        pub created_by: Option<Uuid>,
        pub created_at: DateTimeUtc,
        pub started_at: Option<DateTimeUtc>,
        pub finished_at: Option<DateTimeUtc>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod result {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_row")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub import_run_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub row: i64,
        pub external_reference: String,
        pub outcome: String,
        pub listing_id: Option<Uuid>,
        pub demand_id: Option<Uuid>,
        /// Version of either.
        pub listing_version: Option<i64>,
        pub state_before: Option<String>,
        pub revision_before: Option<String>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod problem {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_problem")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub import_run_id: Uuid,
        pub place: i64,
        pub row: i64,
        pub severity: String,
        pub column: Option<String>,
        pub field: String,
        pub code: String,
        pub args: Json,
        pub value: Option<String>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod preset {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_preset")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub organization_id: Uuid,
        pub name: String,
        pub mapping: Json,
        pub version: i64,
        pub created_by: Uuid,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
