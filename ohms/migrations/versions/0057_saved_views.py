"""Views of lists under a name, and how each person likes a list."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

LISTS = ("claims", "tasks", "referrals")
DENSITIES = ("compact", "comfortable")


def _choice(name: str, values: tuple[str, ...], nullable: bool) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, length=32)
    return sa.Column(name, kind, nullable=nullable)


def _checks(table: str) -> tuple[sa.CheckConstraint, ...]:
    return tuple(
        sa.CheckConstraint(
            " or ".join(f"{name} = '{value}'" for value in values), name=op.f(f"ck_{table}_{name}")
        )
        for name, values in (("list_name", LISTS), ("density", DENSITIES))
    )


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("cohe_id", sa.Integer()),
        _choice("list_name", LISTS, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("columns", sa.String(200)),
        _choice("density", DENSITIES, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(name) between 1 and 60", name=op.f("ck_saved_view_name")),
        sa.CheckConstraint("length(state) <= 1000", name=op.f("ck_saved_view_state")),
        *_checks("saved_view"),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["staff_member.id"], name=op.f("fk_saved_view_owner_id")
        ),
        sa.ForeignKeyConstraint(["cohe_id"], ["cohe.id"], name=op.f("fk_saved_view_cohe_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )
    for name, whose, where in (("own", "owner_id", "null"), ("shared", "cohe_id", "not null")):
        there = sa.text(f"cohe_id is {where}")
        op.create_index(
            f"ix_saved_view_{name}",
            "saved_view",
            [whose, "list_name", "name"],
            unique=True,
            sqlite_where=there,
            postgresql_where=there,
        )
    op.create_table(
        "list_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        _choice("list_name", LISTS, nullable=False),
        sa.Column("columns", sa.String(200)),
        _choice("density", DENSITIES, nullable=True),
        sa.Column("view_id", sa.Integer()),
        *_checks("list_setting"),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk_list_setting_staff_id")
        ),
        sa.ForeignKeyConstraint(
            ["view_id"],
            ["saved_view.id"],
            name=op.f("fk_list_setting_view_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_setting")),
        sa.UniqueConstraint(
            "staff_id", "list_name", name=op.f("uq_list_setting_staff_id_list_name")
        ),
    )
    op.create_index(op.f("ix_list_setting_view_id"), "list_setting", ["view_id"])


def downgrade() -> None:
    op.drop_table("list_setting")
    op.drop_table("saved_view")
